"""The outside of identity: the password hasher and the member service."""
