"""Analytics: answers, reports, sums."""
