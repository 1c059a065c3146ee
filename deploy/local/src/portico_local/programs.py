"""What runs, and which settings each process is given: its own and no more."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from portico_local.places import PROJECT

EVERY_SERVICE = ("PORTICO_SEAL_KEYS", "PORTICO_CALL_KEY", "PORTICO_VERIFY_KEYS")


@dataclass(frozen=True)
class Program:
    """One of our processes.

    `secrets` are the variables it may see; `health_port` is the one it likes best; `module` is what
    `python -m` runs, when that isn't the package.
    """

    package: str
    health_port: int
    secrets: tuple[str, ...] = EVERY_SERVICE
    module: str = ""

    @property
    def prefix(self) -> str:
        """What its variables begin with."""
        return self.package.upper()

    def command(self, word: str, *options: str) -> list[str]:
        """The command line of one of its commands."""
        return [sys.executable, "-m", self.module or self.package, word, *options]

    @property
    def database_variable(self) -> str:
        """The variable that holds its database's URL."""
        return f"{self.prefix}_DATABASE_URL"


SERVICES = (
    Program("identity", 8091, (*EVERY_SERVICE, "IDENTITY_SIGNING_KEY", "IDENTITY_INDEX_KEY")),
    Program("provider_directory", 8092, (*EVERY_SERVICE, "PROVIDER_DIRECTORY_INDEX_KEY")),
    Program("member", 8093, (*EVERY_SERVICE, "MEMBER_INDEX_KEY")),
    Program("claims", 8094, (*EVERY_SERVICE, "CLAIMS_INDEX_KEY")),
    Program("notifications", 8095),
)

GATEWAY = Program(
    "gateway", 8096, ("PORTICO_SEAL_KEYS", "PORTICO_CALLER_KEY", "PORTICO_VERIFY_KEYS", "GATEWAY_SECRET_KEY")
)

DEMO_PEOPLE = ("member", "demo-people")
"""The command that prints the invented people, one line each."""

DEMO_OFFICES = ("provider_directory", "demo-offices")
"""The command that prints the invented Provider IDs, one line each."""

DEMO_OFFICE_PERSON = ("identity", "demo-office")
"""The command that prints who of an office can log in."""

DEMO_STAFF = ("identity", "demo-staff")
"""The command that prints the plan's invented staff, one line each."""

DEMO_PROVIDERS = ("provider_directory", "demo-providers")
"""The command that prints the invented doctors, one line each."""


@dataclass(frozen=True)
class Filling:
    """A command that fills in invented data, and can be repeated. It reads what the commands `sources` print:
    services know each other's people by their keys alone."""

    package: str
    word: str = "load-demo"
    sources: tuple[tuple[str, str], ...] = ()


DEMO = (
    Filling("provider_directory"),
    Filling("member", sources=(DEMO_PROVIDERS,)),
    Filling("identity", sources=(DEMO_PEOPLE,)),
    Filling("claims", sources=(DEMO_PEOPLE, DEMO_PROVIDERS)),
)
"""In this order."""

_WEBINAR = PROJECT / "deploy" / "local" / "demo" / "webinar"
DEMO_WEBINAR = tuple(
    f"--{what}={_WEBINAR / name}"
    for what, name in (
        ("slides", "slides.pdf"),
        ("recording", "recording.webm"),
        ("captions", "captions.vtt"),
        ("transcript", "transcript.txt"),
    )
)
"""What the gateway's `publish-webinar` is told."""

PACKAGES = frozenset(program.package for program in (*SERVICES, GATEWAY))
SECRETS = frozenset(name for program in (*SERVICES, GATEWAY) for name in program.secrets)


def program(package: str) -> Program:
    """The program of a package name. Raises KeyError."""
    return {found.package: found for found in (*SERVICES, GATEWAY)}[package]


def environment(who: Program, secrets: Mapping[str, str], urls: Mapping[str, str]) -> dict[str, str]:
    """The environment of one process: the caller's, its own secrets, and the `urls` meant for it.

    `urls` may hold AMQP_URL, SMTP_URL and every `<SERVICE>_DATABASE_URL`; a process gets its own database's
    alone. A caller's own non-secret settings (`IDENTITY_MAX_WORKERS`, …) pass through.
    """
    env = {name: value for name, value in os.environ.items() if not _is_for_one(name)}
    env |= {name: secrets[name] for name in who.secrets}
    meant = ["AMQP_URL", who.database_variable, *(["SMTP_URL"] if who.package == "notifications" else [])]
    env |= {name: urls[name] for name in meant if name in urls}
    return env | {"PYTHONUNBUFFERED": "1"}


def _is_for_one(name: str) -> bool:
    return name in SECRETS or name.endswith("_DATABASE_URL") or name in ("AMQP_URL", "SMTP_URL")
