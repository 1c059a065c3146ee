"""`python -m provider_directory run | migrate | check`."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="provider_directory",
    door="provider_directory.service:ProviderDirectoryService",
    settings="provider_directory.config:Settings",
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
