"""One of every kind of person at a running suite, each with the API and with pages."""

import csv
import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import requests

from support.journey import Api, Person, code_in, create_account
from support.page_client import PageClient, hidden_fields

SOON = timedelta(seconds=15)
OFFICE_COLUMNS = (
    "provider_id", "type", "tax_id", "name", "npi", "remittance_line1", "remittance_city", "remittance_state",
    "remittance_zip_code",
)  # fmt: skip
INVITED = {"first_name": "Vera", "last_name": "Lindt", "zip_code": "93901", "role": "user", "grants": []}


@dataclass
class Actor:
    """Somebody at the gateway. `tokens` are the API's; nobody's is {}."""

    url: str
    tokens: dict[str, Any] = field(default_factory=dict)
    username: str = ""
    password: str = ""
    email: str = ""
    pages: PageClient = None  # type: ignore[assignment]
    form_token: str = ""

    def __post_init__(self) -> None:
        self.pages = PageClient(self.url)

    def send(self, method: str, path: str, body: dict | None = None, **headers: str) -> requests.Response:
        """One request to the API, with a token that is good for a while."""
        return Api(self.url, self._token()).send(method, path, body, **headers)

    def done(self, method: str, path: str, body: dict | None = None) -> dict[str, Any]:
        """What the API answers to what must succeed."""
        answer = self.send(method, path, body)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else {}

    def visit(self, method: str, path: str, **fields: str) -> requests.Response:
        """One request to a page; a form goes with this browser's form token."""
        if method == "GET":
            return self.pages.get(path)
        if not self.form_token:
            page = self.pages.get("/contact-us" if not self.tokens else "/my-account/security")
            self.form_token = hidden_fields(page.text)["csrf_token"]
        return self.pages.send_form(path, {"csrf_token": self.form_token, **fields})

    def _token(self) -> str | None:
        if not self.tokens:
            return None
        if datetime.fromisoformat(self.tokens["access_expires_at"]) - datetime.now(UTC) < SOON:
            body = {"refresh_token": self.tokens["refresh_token"]}
            self.tokens = Api(self.url).send("POST", "/sessions/refresh", body).json()
        return self.tokens["access_token"]


class Cast:
    """Makes actors. `suite` is the running suite, `folder` a place for lists, `newcomer()` gives somebody
    enrolled."""

    def __init__(self, suite: Any, folder: Path, newcomer: Callable[[], Person]):
        self._suite, self._folder, self._url = suite, folder, suite.gateway_url
        self._newcomer = newcomer

    def nobody(self) -> Actor:
        """Somebody who is not logged in."""
        return Actor(self._url)

    def member(self) -> Actor:
        """A member, covered, with an account."""
        person = self._newcomer()
        create_account(self._suite, person)
        return self._logged_in(person.username, person.password, person.email)

    def office_person(self) -> Actor:
        """Somebody of an office, verified and linked to nothing."""
        username = f"office-{uuid.uuid4().hex[:10]}"
        made = {
            "first_name": "Omar", "last_name": "Haddad", "email": f"{username}@example.org",
            "username": username, "password": "eleven wet bicycles sing", "terms_version": "2026-01",
        }  # fmt: skip
        stranger = self.nobody()
        sign_up = stranger.done("POST", "/office-sign-ups", made)["sign_up_id"]
        code = code_in(self._suite.mail.wait_for(made["email"], "code"))
        stranger.done("POST", f"/sign-ups/{sign_up}/confirmation", {"code": code})
        return self._logged_in(username, made["password"], made["email"], log_in="/provider-portal/log-in")

    def staff(self, role: str) -> Actor:
        """Somebody of the plan, with the second factor given on both ways in."""
        username, password = self.hire(role)
        actor = Actor(self._url, username=username, password=password)
        actor.tokens = Api(self._url).log_in(username, password).json()
        key = actor.done("POST", "/me/second-factor/authenticator", {})["secret"]
        code = {"code": pyotp.TOTP(key).now()}
        proved = actor.done("POST", "/me/second-factor/authenticator/confirmation", code)
        actor.tokens = proved["tokens"]
        self._log_in_pages(actor, "/log-in")
        spare = {"code": proved["recovery_codes"][0]}
        actor.pages.post("/staff/second-factor/recovery-code", "/staff/second-factor/recovery-code", **spare)
        return actor

    def hire(self, role: str) -> tuple[str, str]:
        """Username and password of somebody new of the plan, who has no second factor yet."""
        username, password = f"{role}.{uuid.uuid4().hex[:8]}", "seven slow orange boats"
        options = {
            "username": username, "role": role, "first-name": "Ada", "last-name": "Quill",
            "email": f"{username}@example.org",
        }  # fmt: skip
        self._run("identity", "create-staff", *(f"--{n}={v}" for n, v in options.items()), given=password)
        return username, password

    def office(self, tax_id: str, doctor: Mapping[str, Any]) -> dict[str, str]:
        """A new Provider ID of a doctor of the directory; what step 1 asks for."""
        number = f"E2E{uuid.uuid4().int % 10**9:09}"
        place = ("PO Box 7", "Salinas", "CA", "93901")
        path = self._folder / f"{number}.csv"
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(OFFICE_COLUMNS)
            writer.writerow((number, "practitioner", tax_id, "Doctor", doctor["npi"], *place))
        self._run("provider_directory", "load-billing-providers", str(path), cwd=self._folder)
        return {
            "type": "practitioner", "first_name": doctor["first_name"], "last_name": doctor["last_name"],
            "tax_id": tax_id, "provider_id": number, "zip_code": "93901",
        }  # fmt: skip

    def doctors(self) -> list[dict[str, Any]]:
        """The invented doctors."""
        return [json.loads(line) for line in self._run("provider_directory", "demo-providers").splitlines()]

    def associate(self, actor: Actor, entry: Mapping[str, str]) -> dict[str, Any]:
        """Through both steps and into the context, on both ways in; the Link."""
        matched = actor.done("POST", "/me/links/match", dict(entry))
        finish = {
            "match_token": matched["match_token"], "agreement_version": matched["agreement"]["version"],
        }  # fmt: skip
        link = actor.done("POST", "/me/links", finish)
        self.enter(actor, link["context_id"])
        return link

    def enter(self, actor: Actor, context_id: str) -> None:
        """Act for this Provider ID, on both ways in."""
        actor.tokens = actor.done("PUT", "/me/context", {"context_id": context_id})
        actor.visit("POST", "/provider/users/linked-accounts/switch", context_id=context_id)
        actor.form_token = ""

    def invite(self, administrator: Actor, email: str, **said: Any) -> tuple[str, str]:
        """An invitation on its way: (its id, the list's). `said` is what isn't as usual, such as the role."""
        person = INVITED | {"email": email} | said
        sent = administrator.done("POST", "/office/invitations", {"people": [person]})
        return sent["outcomes"][0]["invitation_id"], sent["batch_id"]

    def join(self, person: Actor, administrator: Actor) -> dict[str, Any]:
        """Into the administrator's office, by an invitation and the agreement, on both ways in; the Link."""
        link = self.accept(person, administrator)
        self.agree(person)
        return link

    def accept(self, person: Actor, administrator: Actor, **said: Any) -> dict[str, Any]:
        """The same before the agreement is confirmed; `said` as for `invite`."""
        self.invite(administrator, person.email, **said)
        token = self.invitation_token(person.email)
        link = person.done("POST", "/invitations/acceptance", {"token": token})
        self.enter(person, link["context_id"])
        return link

    def agree(self, person: Actor) -> None:
        """Confirm the agreement that is due."""
        agreement = person.done("GET", "/office")["agreement"]
        person.done("POST", "/office/agreement", {"version": agreement["version"]})

    def invitation_token(self, email: str) -> str:
        """The secret in the link of the newest invitation to this address."""
        mail = self._suite.mail.wait_for(email, "invit")
        found = re.search(r"Invitation code: (\S+)", mail["text"])
        assert found, mail["text"]
        return found[1]

    def _logged_in(self, username: str, password: str, email: str, log_in: str = "/log-in") -> Actor:
        actor = Actor(self._url, username=username, password=password, email=email)
        actor.tokens = Api(self._url).log_in(username, password).json()
        self._log_in_pages(actor, log_in)
        return actor

    def _log_in_pages(self, actor: Actor, at: str) -> None:
        actor.pages.post(at, at, username=actor.username, password=actor.password)
        assert actor.pages.has_session()

    def _run(self, package: str, *words: str, given: str = "", cwd: Path | None = None) -> str:
        done = subprocess.run(
            [sys.executable, "-m", package, *words], env={**os.environ, **self._suite.env}, cwd=cwd,
            input=given + "\n", capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
