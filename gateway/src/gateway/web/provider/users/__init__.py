"""Manage Users: the table, roles and permissions, ending access (R038–R055)."""
