"""What was watched: answers, reports, sums."""
