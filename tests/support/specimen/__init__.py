"""A service made only for tests of the messaging: it keeps a ledger of effects and misbehaves on request."""
