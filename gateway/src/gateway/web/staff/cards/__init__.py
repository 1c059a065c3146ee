"""The mailroom: orders of ID cards, printed in batches and mailed (R226)."""
