"""Journeys through the running suite: fixtures for the browser."""

from support.browser import chromium, open_window  # noqa: F401
