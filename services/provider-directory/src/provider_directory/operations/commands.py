"""The verbs of the command line: each takes the remaining arguments and returns an exit code."""

import argparse
import json
from collections.abc import Sequence

from provider_directory.config import Settings
from provider_directory.operations import demo
from provider_directory.rules import demo_doctors, demo_offices
from servicekit.loading import loader_database, outcomes, told_plainly

SERVICE = "provider_directory"


def load_demo_command(arguments: Sequence[str]) -> int:
    """Load the invented directory."""
    argparse.ArgumentParser(prog=f"python -m {SERVICE} load-demo").parse_args(arguments)
    return told_plainly(SERVICE, _load_demo)


def demo_providers_command(arguments: Sequence[str]) -> int:
    """Print the invented doctors, a JSON object a line; those with a note first."""
    argparse.ArgumentParser(prog=f"python -m {SERVICE} demo-providers").parse_args(arguments)
    for number in range(demo_doctors.HOW_MANY):
        print(json.dumps(demo_doctors.as_json(number), ensure_ascii=False))
    return 0


def demo_offices_command(arguments: Sequence[str]) -> int:
    """Print what the Welcome Letters of the invented offices say, a JSON object a line."""
    argparse.ArgumentParser(prog=f"python -m {SERVICE} demo-offices").parse_args(arguments)
    for office in demo_offices.offices():
        print(json.dumps(demo_offices.as_json(office), ensure_ascii=False))
    return 0


def _load_demo() -> int:
    settings = Settings.from_env(SERVICE)
    with loader_database(settings) as database:
        tally = demo.load_demo(database, settings.index_key)
    print(f"{tally.rows} invented doctors: {outcomes(tally)}")
    return 0
