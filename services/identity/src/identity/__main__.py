"""`python -m identity run | migrate | check | verify-audit | sweep | load-demo`."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="identity",
    door="identity.service:IdentityService",
    settings="identity.config:Settings",
    commands={
        "verify-audit": "identity.operations.commands:verify_audit_command",
        "sweep": "identity.operations.commands:sweep_command",
        "load-demo": "identity.operations.commands:load_demo_command",
    },
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
