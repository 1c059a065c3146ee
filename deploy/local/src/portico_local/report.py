"""What `make run` prints when all is ready."""

import json

from portico_local.instance import Instance
from portico_local.problems import CannotStart
from portico_local.programs import DEMO_PEOPLE, program


def text(found: Instance) -> str:
    """Addresses, people to try, and what to type next."""
    health = "  ".join(f"{package} {port}" for package, port in found.addresses.health.items())
    mail = f"http://localhost:{found.addresses.mail_page}"
    lines = [
        "",
        "Portico is ready.",
        "",
        f"  Portal       http://localhost:{found.addresses.gateway}",
        f"  Mail         {mail if found.own_mail else 'goes to the server at SMTP_URL'}",
        "  Health       http://localhost:<port>/health/ready, where <port> is",
        f"               {health}",
        f"  Logs, data   {found.place.root}",
        "",
        "Demo people (all invented):",
        *(f"  {line}" for line in _people(found)),
        "",
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _people(found: Instance) -> list[str]:
    package, word = DEMO_PEOPLE
    try:
        said = found.launcher.said(program(package), word)
    except CannotStart:
        return ["(none)"]
    return [_person(line) for line in said.decode().splitlines()]


def _person(line: str) -> str:
    """One person, from a line of JSON, as somebody at the keyboard needs them."""
    facts = json.loads(line)
    name = f"{facts['first_name']} {facts['last_name']}"
    login = f"\n{'':15}username {facts['username']}, password {facts['password']}" if facts["account"] else ""
    return f"{facts['member_id']}  {name}, born {facts['date_of_birth']}. {facts['note']}{login}"
