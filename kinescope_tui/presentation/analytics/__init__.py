"""Analytics in words, bars and cards."""
