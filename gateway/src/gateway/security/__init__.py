"""Who may come in, with what, how often, and what every answer carries."""
