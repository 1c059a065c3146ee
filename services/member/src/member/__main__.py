"""`python -m member run | migrate | check | load-members FILE | load-834 FILE… | …`."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="member",
    door="member.service:MemberService",
    settings="member.config:Settings",
    commands={
        "load-members": "member.operations.commands:load_members_command",
        "load-834": "member.operations.enrolment_command:load_834_command",
        "load-demo": "member.operations.commands:load_demo_command",
        "demo-people": "member.operations.commands:demo_people_command",
    },
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
