"""Stands in for identity where only its revocations matter. Built from identity's own contract, so it can't lie."""
