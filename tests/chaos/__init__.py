"""Kill and cut, while a ledger counts the effects."""
