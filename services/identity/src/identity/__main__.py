"""`python -m identity run | migrate | check | verify-audit | sweep | create-staff | …`."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="identity",
    door="identity.service:IdentityService",
    settings="identity.config:Settings",
    commands={
        "verify-audit": "identity.operations.commands:verify_audit_command",
        "sweep": "identity.operations.commands:sweep_command",
        "create-staff": "identity.operations.commands:create_staff_command",
        "reset-second-factor": "identity.operations.commands:reset_second_factor_command",
        "load-legacy": "identity.operations.moved_command:load_legacy_command",
        "load-demo": "identity.operations.commands:load_demo_command",
        "demo-office": "identity.operations.commands:demo_office_command",
        "demo-staff": "identity.operations.commands:demo_staff_command",
        "demo-code": "identity.operations.commands:demo_code_command",
    },
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
