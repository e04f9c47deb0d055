"""Billing: usage and invoices."""
