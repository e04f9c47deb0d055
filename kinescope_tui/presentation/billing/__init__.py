"""Usage and invoices in words."""
