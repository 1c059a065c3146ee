"""200 parallel wrong guesses at one account: how many are really compared, here and with django-axes.

Both sites lock after three failures. Ours counts an attempt before it looks at the secret, axes afterwards.
"""

import os
import re
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from bench.conftest import PASSWORD
from bench.http_client import until_answers
from portico_local import ports
from support.journey import Api

pytestmark = pytest.mark.bench
GUESSES, CLIENTS, ALLOWED = 200, 50, 3
WRONG = "certainly not the password"
REAL = re.compile(r'identity_password_hashings_total\{purpose="real"\} ([\d.]+)')


@pytest.fixture
def axes(suite, server_for, new_database, tmp_path):
    """(URL, file with a byte per comparison) of a running Django site."""
    marks, port = tmp_path / "marks", ports.pick()
    marks.write_bytes(b"")
    env = {
        **os.environ,
        "AXES_DATABASE_URL": new_database("identity"),
        "AXES_COUNT": str(marks),
        "AXES_PASSWORD": PASSWORD,
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    site = [sys.executable, "-m", "bench.axes_site"]
    subprocess.run([*site, "prepare"], env=env, check=True, timeout=120)
    process = subprocess.Popen([*site, "serve", str(port)], env=env)
    url = f"http://127.0.0.1:{port}/log-in"
    until_answers(url)
    yield url, marks
    process.terminate()
    process.wait(timeout=20)


def test_two_hundred_wrong_guesses_here_and_with_django_axes(suite, usernames, axes):
    url, marks = axes
    before = compared(suite)
    in_parallel(lambda _: Api(suite.gateway_url).log_in(usernames[-1], WRONG))
    ours = compared(suite) - before
    in_parallel(lambda _: requests.post(url, {"username": "measured", "password": WRONG}, timeout=60))
    theirs = len(marks.read_bytes())
    print(f"\npasswords compared of {GUESSES} parallel wrong guesses: ours {ours}, django-axes {theirs}")
    assert ours == ALLOWED


def in_parallel(guess) -> None:
    """All guesses, CLIENTS at a time."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(guess, range(GUESSES)))


def compared(suite) -> int:
    """How many real verifications identity has made so far."""
    url = f"{suite.processes['identity'].health_url}/metrics"
    with urllib.request.urlopen(url, timeout=10) as answer:
        found = REAL.search(answer.read().decode())
    return int(float(found[1])) if found else 0
