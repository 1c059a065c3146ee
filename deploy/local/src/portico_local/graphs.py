"""`make docs`: draws who calls whom and who hears what, from the imports of contracts, into docs/graph.md."""

import sys
from pathlib import Path

import grimp

from portico_local.places import PROJECT
from portico_local.programs import GATEWAY, SERVICES

PAGE = PROJECT / "docs" / "graph.md"
PACKAGES = (*(who.package for who in SERVICES), GATEWAY.package)

Edge = tuple[str, str]


def edges(room: str) -> set[Edge]:
    """(importing package, service) for every import of `contracts.<service>.<room>` by somebody else."""
    graph = grimp.build_graph(*PACKAGES, "contracts", cache_dir=None)
    found = set()
    for who in SERVICES:
        target = f"contracts.{who.package}.{room}"
        users = graph.find_modules_that_directly_import(target) if target in graph.modules else set()
        found |= {(user.split(".")[0], who.package) for user in users}
    return {(user, service) for user, service in found if user in PACKAGES and user != service}


def text() -> str:
    """The page: two drawings."""
    calls = [f"    {user} --> {service}" for user, service in sorted(edges("rpc"))]
    heard = [f"    {service} -.-> {user}" for user, service in sorted(edges("events"))]
    return "\n".join(
        [
            "# Who talks to whom",
            "",
            "Drawn by `make docs` from what each package imports of `contracts`; a test compares.",
            "",
            "Not drawn is what all have in common: each process hears which sessions ended early, and asks",
            "for those it missed (`servicekit.revoked`).",
            "",
            "## Calls",
            "",
            *_drawing(calls),
            "",
            "## Events (from who tells to who hears)",
            "",
            *_drawing(heard),
            "",
        ]
    )


def _drawing(lines: list[str]) -> list[str]:
    return ["```mermaid", "graph LR", *lines, "```"]


def main(page: Path = PAGE) -> int:
    """Write the page."""
    page.write_text(text())
    print(f"{page.relative_to(PROJECT)} is drawn")
    return 0


if __name__ == "__main__":
    sys.exit(main())
