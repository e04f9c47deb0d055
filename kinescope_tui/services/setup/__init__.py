"""Settings, and facts about where the program runs."""
