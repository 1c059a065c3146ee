"""`python -m provider_directory run | migrate | check | load-demo | …`: the README tells them all."""

import sys

from servicekit.cli import Program

PROGRAM = Program(
    service="provider_directory",
    door="provider_directory.service:ProviderDirectoryService",
    settings="provider_directory.config:Settings",
    commands={
        "load-plan-net": "provider_directory.operations.plan_net_command:load_plan_net_command",
        "load-roster": "provider_directory.operations.roster_command:load_roster_command",
        "load-demo": "provider_directory.operations.commands:load_demo_command",
        "demo-providers": "provider_directory.operations.commands:demo_providers_command",
        "demo-offices": "provider_directory.operations.commands:demo_offices_command",
        "load-billing-providers": (
            "provider_directory.operations.office_commands:load_billing_providers_command"
        ),
        "publish-agreement": "provider_directory.operations.office_commands:publish_agreement_command",
    },
)

if __name__ == "__main__":
    sys.exit(PROGRAM.main())
