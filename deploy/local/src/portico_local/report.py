"""What `make run` prints when all is ready."""

import json
from collections.abc import Callable

from portico_local.instance import Instance
from portico_local.problems import CannotStart
from portico_local.programs import DEMO_OFFICE_PERSON, DEMO_OFFICES, DEMO_PEOPLE, DEMO_STAFF, program


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
        *(f"  {line}" for line in _lines(found, DEMO_PEOPLE, _person)),
        "",
        "Demo office: log in at Provider Portal, then associate the account with one of these Provider IDs:",
        *(f"  {line}" for line in _lines(found, DEMO_OFFICE_PERSON, _login)),
        *(f"  {line}" for line in _lines(found, DEMO_OFFICES, _office)),
        "",
        "Demo staff; `make code USER=…` prints what the authenticator shows:",
        *(f"  {line}" for line in _lines(found, DEMO_STAFF, _staff)),
        "",
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


def _lines(found: Instance, source: tuple[str, str], show: Callable[[str], str]) -> list[str]:
    package, word = source
    try:
        said = found.launcher.said(program(package), word)
    except CannotStart:
        return ["(none)"]
    return [show(line) for line in said.decode().splitlines()]


def _person(line: str) -> str:
    """One person, from a line of JSON, as somebody at the keyboard needs them."""
    facts = json.loads(line)
    name = f"{facts['first_name']} {facts['last_name']}"
    login = f"\n{'':15}username {facts['username']}, password {facts['password']}" if facts["account"] else ""
    return f"{facts['member_id']}  {name}, born {facts['date_of_birth']}. {facts['note']}{login}"


def _staff(line: str) -> str:
    """One of the plan's staff, from a line of JSON."""
    facts = json.loads(line)
    return f"{_login(line)} ({facts['role']})\n{'':15}authenticator key {facts['authenticator_key']}"


def _login(line: str) -> str:
    """Username and password, from a line of JSON."""
    facts = json.loads(line)
    return f"username {facts['username']}, password {facts['password']}"


def _office(line: str) -> str:
    """One Provider ID with what step 1 asks for, from a line of JSON."""
    facts = json.loads(line)
    name = facts["group_name"] or f"{facts['first_name']} {facts['last_name']}"
    numbers = f"Tax ID {facts['tax_id']}, ZIP code {facts['zip_codes'][0]}"
    return f"{facts['provider_id']}  {facts['type'].capitalize()} {name}, {numbers}. {facts['note']}"
