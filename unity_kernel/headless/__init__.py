"""The headless editor: a host without Unity that opens a real Unity project from disk."""
