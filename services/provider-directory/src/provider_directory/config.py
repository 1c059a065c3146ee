"""Settings of the provider directory service: those that every service has."""

from servicekit.config import Settings

__all__ = ["Settings"]
