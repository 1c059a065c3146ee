"""Inviting people, lists of invitations, and accepting one (R040–R047)."""
