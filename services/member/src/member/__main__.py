"""`python -m member run | migrate | check | load-members FILE | load-demo | demo-people`."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="member",
    door="member.service:MemberService",
    settings="member.config:Settings",
    commands={
        "load-members": "member.operations.commands:load_members_command",
        "load-demo": "member.operations.commands:load_demo_command",
        "demo-people": "member.operations.commands:demo_people_command",
    },
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
