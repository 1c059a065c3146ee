"""Where a log-in may lead: a page of ours, nowhere else."""

import re
from urllib.parse import urlsplit

LONGEST = 500
_PLAIN = re.compile(r"/(?![/\\])[A-Za-z0-9/._~!$&'()*+,;=:@%?-]*")


def safe_next(value: str | None) -> str | None:
    """`value` when it is a path on this site that a browser can't read as another site, else None."""
    if not value or len(value) > LONGEST or not _PLAIN.fullmatch(value):
        return None
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or parts.path.startswith("/api/") or "//" in parts.path:
        return None
    return value
