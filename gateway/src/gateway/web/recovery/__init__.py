"""Recover Member Online Account (R086–R105)."""
