"""Stands in for identity where only its revocations matter, by identity's own contract."""
