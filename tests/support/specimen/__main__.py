"""`python -m support.specimen run | migrate`."""

import sys

from servicekit.cli import Program

program = Program(
    service="specimen",
    door="support.specimen.service:SpecimenService",
    settings="servicekit.config:Settings",
    package="support.specimen",
)

if __name__ == "__main__":
    sys.exit(program.main())
