"""The rules of identity: pure functions and tables, no I/O."""
