"""`python -m support.neighbour run | migrate`."""

import sys

from servicekit.cli import Program

program = Program(
    service="neighbour",
    door="support.neighbour.service:NeighbourService",
    settings="servicekit.config:Settings",
    package="support.specimen",
)

if __name__ == "__main__":
    sys.exit(program.main())
