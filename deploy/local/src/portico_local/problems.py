"""What stops us, in one line that says what to do."""


class CannotStart(Exception):
    """Its text is printed alone, without a traceback, and the exit code is 1."""
