"""Pages anybody can read."""
