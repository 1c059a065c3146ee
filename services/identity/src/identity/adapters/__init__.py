"""The outside of identity: the password hasher, authenticators, and the peers that it asks."""
