"""Whether this process runs on eventlet's loop. `patched` says yes; nothing else imports eventlet early."""

_green = [False]


def is_green() -> bool:
    """True inside a service process, False in the gateway, commands and tests."""
    return _green[0]


def set_green() -> None:
    """Called once by `servicekit.patched`."""
    _green[0] = True
