"""`python -m notifications run | migrate | check | preview DIR`."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="notifications",
    door="notifications.service:NotificationsService",
    settings="notifications.config:Settings",
    commands={"preview": "notifications.operations.previewing:main"},
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
