"""A message in place of a telephone call, from any page that says "please call" (R222, R238)."""
