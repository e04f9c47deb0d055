"""What a week was like, gathered from analytics, videos, usage and invoices."""
