"""Codes that came by mail after a telephone call, without a page that waits for them (R178, R181)."""
