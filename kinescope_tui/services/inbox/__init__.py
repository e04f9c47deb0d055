"""What needs somebody: findings, what was looked at, and what is watched until it ends."""
