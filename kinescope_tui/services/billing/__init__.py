"""What was used and billed."""
