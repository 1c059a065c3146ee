"""Journeys through the running suite: fixtures for the browser and for people."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, pool, text

from contracts.provider_directory import rpc as directory
from member.rules import member_ids
from servicekit.config import decode_key
from support.browser import LAPTOP
from support.cast import Cast
from support.journey import Person, create_account, enrol
from support.portal_steps import log_in, set_up_second_factor


@pytest.fixture(scope="session")
def newcomer(suite, tmp_path_factory) -> Callable[[], Person]:
    """`newcomer()`: somebody who is enrolled and whom no test has met. Loading ten takes as long as one."""
    folder, waiting = tmp_path_factory.mktemp("people"), []

    def come() -> Person:
        if not waiting:
            waiting.extend(Person() for _ in range(10))
            enrol(suite.env, folder, *waiting)
        return waiting.pop()

    return come


@pytest.fixture
def member(newcomer) -> Person:
    """Somebody who is enrolled and has no account yet."""
    return newcomer()


@pytest.fixture
def owner(suite, member) -> Person:
    """Somebody who has an account, and all mail that belongs to its beginning."""
    create_account(suite, member)
    suite.mail.wait_for(member.email, after=suite.mail.wait_for(member.email, "code"))
    return member


@pytest.fixture(scope="session")
def cast(suite, newcomer, tmp_path_factory) -> Cast:
    """Makes people of every kind."""
    return Cast(suite, tmp_path_factory.mktemp("cast"), newcomer)


@pytest.fixture
def employ(suite, cast, open_window):
    """`employ("mailroom")`: somebody new of the staff, who has just set up the second factor."""
    return lambda role: set_up_second_factor(log_in(open_window(suite.gateway_url, LAPTOP), *cast.hire(role)))


@pytest.fixture(scope="session")
def doctors(suite) -> None:
    """The invented directory."""
    done = subprocess.run(
        [sys.executable, "-m", "provider_directory", "load-demo"],
        env={**os.environ, **suite.env}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def doctor(suite, client_for, doctors) -> dict:
    """Somebody in Monterey County who takes patients."""
    member = client_for(suite.env, "member")
    asked = {"county": "Monterey", "line": "medi_cal", "age": 50, "sex": "female"}
    found = member.call(directory.search_providers, asked)["providers"]
    return next(one for one in found if one["available"])


@pytest.fixture
def patient(suite, owner, doctor):
    """The owner, whom the plan gave this doctor."""
    digest = member_ids.digest(
        decode_key(suite.env["MEMBER_INDEX_KEY"]), member_ids.normalise(owner.member_id)
    )
    card = {name: doctor[name] for name in ("first_name", "last_name", "credential", "specialty", "practice")}
    values = {
        "digest": digest, "id": doctor["provider_id"],
        "card": json.dumps(card | {"provider_id": str(doctor["provider_id"])}),
    }  # fmt: skip
    engine = create_engine(suite.env["MEMBER_DATABASE_URL"], poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO pcp_spans (member_key, line, provider_id, provider, starts_on, created_at)"
                " SELECT key, 'medi_cal', :id, CAST(:card AS jsonb), '2026-01-01', now() FROM members"
                " WHERE member_id_digest = :digest"
            ),
            values,
        )
    return owner
