"""The outside: load reports, and member's procedures."""
