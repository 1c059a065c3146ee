"""The verbs: what the member service does."""
