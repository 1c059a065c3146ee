"""`python -m support.stand_in run | migrate`."""

import sys

from servicekit.cli import Program

program = Program(
    service="stand_in",
    door="support.stand_in.service:StandInService",
    settings="servicekit.config:Settings",
    package="support.specimen",
)

if __name__ == "__main__":
    sys.exit(program.main())
