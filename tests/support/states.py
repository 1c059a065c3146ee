"""Accounts in every state, made through the running suite and, where no route leads there yet, its store."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import text

from identity import operations
from identity.config import Settings
from servicekit.kit import Kit
from servicekit.work import Client, Viewer
from support.journey import Api, Person, create_account
from support.page_client import PageClient

STATES = ("none", "unverified", "active", "locked", "must_reset", "dormant", "disabled")
WRONG = "not at all her password"


@dataclass
class Subject:
    """Somebody whose account is in `state`, with the sessions she had open when it came there."""

    state: str
    person: Person
    browser: PageClient
    access_token: str = ""
    refresh_token: str = ""
    secret: str = ""


class Registrar:
    """Brings people into states. `newcomer()` gives somebody enrolled."""

    def __init__(self, suite, newcomer: Callable[[], Person]):
        self._suite, self._newcomer = suite, newcomer
        self._kit = Kit(Settings.from_env("identity", suite.env))

    def close(self) -> None:
        """Let go of the store."""
        self._kit.close()

    def bring(self, state: str) -> Subject:
        """A new person in `state`."""
        person = self._newcomer()
        subject = Subject(state, person, PageClient(self._suite.gateway_url))
        if state == "unverified":
            assert Api(self._suite.gateway_url).sign_up(person).status_code == 202
        elif state != "none":
            create_account(self._suite, person)
            self._open_sessions(subject)
            getattr(self, f"_become_{state}")(subject)
        return subject

    def _open_sessions(self, subject: Subject) -> None:
        person, subject.browser = subject.person, PageClient(self._suite.gateway_url)
        subject.browser.post("/log-in", "/log-in", username=person.username, password=person.password)
        tokens = Api(self._suite.gateway_url).log_in(person.username, person.password).json()
        subject.access_token, subject.refresh_token = tokens["access_token"], tokens["refresh_token"]

    def _become_active(self, subject: Subject) -> None:
        pass

    def _become_locked(self, subject: Subject) -> None:
        for _ in range(3):
            Api(self._suite.gateway_url).log_in(subject.person.username, WRONG)

    def _become_must_reset(self, subject: Subject) -> None:
        with self._kit.database.transaction() as tx:
            tx.session.execute(
                text("UPDATE accounts SET must_reset = true WHERE id = :id"),
                {"id": self._account_id(subject)},
            )
        self._open_sessions(subject)  # a session from before would know nothing of it

    def _become_dormant(self, subject: Subject) -> None:
        """As the cut-off makes an account that was moved here (R176), but with sessions: none may be left."""
        with self._kit.database.transaction() as tx:
            tx.session.execute(
                text("UPDATE accounts SET state = 'dormant' WHERE id = :id"),
                {"id": self._account_id(subject)},
            )

    def _become_disabled(self, subject: Subject) -> None:
        staff = Viewer(caller="gateway", account_id=uuid.uuid4(), roles=frozenset({"staff", "support"}))
        operations.disable_account(
            self._kit.work(viewer=staff, client=Client()), self._account_id(subject), "the matrix wants it"
        )

    def _account_id(self, subject: Subject) -> uuid.UUID:
        me = Api(self._suite.gateway_url, subject.access_token).send("GET", "/me").json()
        return uuid.UUID(me["account_id"])
