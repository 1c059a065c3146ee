"""Providers, networks and search; who may act for a provider; change requests."""
