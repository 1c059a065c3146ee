"""Accounts and tokens for measurements."""

import json
import os
import subprocess
import sys
import uuid

import pytest

PASSWORD = "seven quiet lanterns drift"  # the measured accounts are invented and live for one run
ACCOUNTS = 24

# All guesses come from one address here; its limit must not end the other measurements.
os.environ["IDENTITY_ADDRESS_FAILURE_LIMIT"] = "1000000"


@pytest.fixture(scope="session")
def usernames(suite) -> list[str]:
    """Ready accounts, all with PASSWORD."""
    names = [f"measured-{number:03}" for number in range(ACCOUNTS)]
    lines = "\n".join(json.dumps(_person(number, name)) for number, name in enumerate(names))
    done = subprocess.run(  # noqa: PLW1510 - the exit code is asserted below, with the output
        [sys.executable, "-m", "identity", "load-demo"],
        input=lines, text=True, env={**os.environ, **suite.env}, capture_output=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return names


def _person(number: int, username: str) -> dict:
    return {
        "member_key": str(uuid.uuid5(uuid.NAMESPACE_URL, username)),
        "member_id": f"9BENCH{number:05}",
        "first_name": "Measured",
        "last_name": f"Person{number}",
        "date_of_birth": "1980-01-01",
        "email": f"{username}@example.org",
        "account": True,
        "username": username,
        "password": PASSWORD,
        "note": "",
    }


@pytest.fixture
def baseline(suite):
    """`baseline("echo")` or `baseline("monolith", port)`: a process of `bench.bare`, ended after the test."""
    started: list[subprocess.Popen] = []

    def start(*arguments: object) -> None:
        env = {**os.environ, **suite.env, "PYTHONPATH": os.path.join(os.path.dirname(__file__), "..")}
        started.append(subprocess.Popen([sys.executable, "-m", "bench.bare", *map(str, arguments)], env=env))

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=20)
