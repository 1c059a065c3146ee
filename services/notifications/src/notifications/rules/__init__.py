"""The rules: which letters there are, what they say, and what follows from an attempt to send one. No I/O."""
