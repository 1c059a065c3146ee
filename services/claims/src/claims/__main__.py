"""`python -m claims run | migrate | check`."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="claims",
    door="claims.service:ClaimsService",
    settings="claims.config:Settings",
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
