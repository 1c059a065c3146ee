"""A person with an ID card who uses the JSON API of a running suite."""

import csv
import io
import os
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import requests

COLUMNS = ("BENE_ID", "BENE_MBI_ID", "BENE_LAST_NAME", "BENE_1ST_NAME", "BENE_MIDL_NAME", "BENE_BRTH_DT",
           "BENE_DEATH_DT", "BENE_SEX_CD")  # fmt: skip


@dataclass
class Person:
    """Who is enrolled, and what she chose. Ids and names are made up per test, so tests don't meet."""

    member_id: str = field(default_factory=lambda: f"9T{uuid.uuid4().hex[:9].upper()}")
    first_name: str = "Quillon"
    last_name: str = "Farthingale"
    date_of_birth: str = "1971-02-03"
    username: str = field(default_factory=lambda: f"user-{uuid.uuid4().hex[:10]}")
    password: str = "eleven wet bicycles sing"
    email: str = ""

    def __post_init__(self) -> None:
        self.email = self.email or f"{self.username}@example.org"

    @property
    def card(self) -> dict:
        """The four fields on the card."""
        names = ("first_name", "last_name", "date_of_birth", "member_id")
        return {name: getattr(self, name) for name in names}


def enrol(env: dict, folder: Path, *people: Person) -> None:
    """Load the people with the member service's own importer."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number, person in enumerate(people):
        row = (
            -number - 1,
            person.member_id,
            person.last_name,
            person.first_name,
            "",
            person.date_of_birth,
            "",
            "1",
        )
        writer.writerow(row)
    path = folder / f"{uuid.uuid4().hex}.csv"
    path.write_text(text.getvalue())
    done = subprocess.run(
        [sys.executable, "-m", "member", "load-members", str(path), "--report", str(path) + ".report"],
        env={**os.environ, **env}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


class Api:
    """The API as one client sees it; answers are `requests.Response`."""

    def __init__(self, url: str, token: str | None = None):
        self._url, self._http = f"{url}/api/v1", requests.Session()
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def send(self, method: str, path: str, body: dict | None = None, **headers: str) -> requests.Response:
        """One request; commands get an Idempotency-Key of their own."""
        sent = {"Idempotency-Key": str(uuid.uuid4()), **headers}
        return self._http.request(method, self._url + path, json=body, headers=sent, timeout=30)

    def sign_up(self, person: Person) -> requests.Response:
        """SUBMIT of Create Member Online Account."""
        chosen = {name: getattr(person, name) for name in ("email", "username", "password")}
        body = {**person.card, **chosen, "terms_version": "2026-01"}
        return self.send("POST", "/sign-ups", body)

    def log_in(self, username: str, password: str) -> requests.Response:
        """LOG IN."""
        return self.send("POST", "/sessions", {"username": username, "password": password})

    def recover(self, person: Person, *, username: bool = False, password: bool = True) -> requests.Response:
        """SUBMIT of Recover Member Online Account."""
        body = {**person.card, "forgot_username": username, "reset_password": password}
        return self.send("POST", "/recoveries", body)


def code_in(mail: dict) -> str:
    """The one-time code of a mail, digits alone."""
    # Not within a word: a username may have eight digits in a row.
    found = re.search(r"(?<!\w)(\d{4})[ -]?(\d{4})(?!\w)", mail["text"])
    assert found, "no code in the mail"
    return found[1] + found[2]


def create_account(suite, person: Person) -> Api:
    """Sign up, confirm with the mailed code, log in; an Api with the session's token."""
    api = Api(suite.gateway_url)
    started = api.sign_up(person)
    assert started.status_code == 202, started.text
    code = code_in(suite.mail.wait_for(person.email, "code"))
    done = api.send("POST", f"/sign-ups/{started.json()['sign_up_id']}/confirmation", {"code": code})
    assert done.status_code == 204, done.text
    session = api.log_in(person.username, person.password)
    assert session.status_code == 201, session.text
    return Api(suite.gateway_url, session.json()["access_token"])
