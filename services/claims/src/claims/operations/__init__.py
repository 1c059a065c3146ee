"""The verbs: use cases stand here."""
