"""The rules: pure functions and tables, no I/O."""
