"""The program without a screen: rows on standard output, for pipes and cron."""
