"""Django's argon2 hasher that counts what it really compares."""

import os

from django.contrib.auth.hashers import Argon2PasswordHasher


class Counting(Argon2PasswordHasher):
    """With our parameters: 19 MiB, two passes, one lane."""

    time_cost, memory_cost, parallelism = 2, 19_456, 1

    def verify(self, password: str, encoded: str) -> bool:
        """Compare, and leave a mark."""
        with open(os.environ["AXES_COUNT"], "ab", buffering=0) as marks:
            marks.write(b".")
        return super().verify(password, encoded)
