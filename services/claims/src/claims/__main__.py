"""`python -m claims run | migrate | check | load-claims FILE… | load-demo`."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="claims",
    door="claims.service:ClaimsService",
    settings="claims.config:Settings",
    commands={
        "load-claims": "claims.operations.claim_command:load_claims_command",
        "load-demo": "claims.operations.demo:load_demo_command",
    },
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
