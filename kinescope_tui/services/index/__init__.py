"""The index: a workspace's catalogue on this computer, for what the API cannot answer."""
