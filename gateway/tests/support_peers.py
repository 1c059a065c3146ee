"""Faked peers that can't lie: what goes in and out passes the contracts' own schemas."""

import base64
import os
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient

from contracts.errors import ContractError, Unauthenticated
from contracts.events import Event
from contracts.identity import rpc
from contracts.identity.errors import ContextEnded, SessionEnded
from contracts.procedures import ANYONE, SIGNED_IN, Procedure
from contracts.registry import events, procedures
from gateway.config import Settings
from servicekit import clock
from servicekit.tokens import ISSUER
from servicekit.viewer import Client, Viewer, admit
from support.polling import until

ORIGIN = "https://portico.example.org"
CSRF = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Call:
    """One call as the service would see it."""

    procedure: Procedure
    fields: dict[str, Any]
    token: str | None
    client: Client
    idempotency_key: str | None
    correlation_id: str
    traceparent: str


@dataclass(frozen=True)
class Begun:
    """A call on its way, as RpcClient.begin gives it."""

    answer: Callable[[], dict[str, Any]]

    def drop(self) -> None:
        """Nothing is kept of it."""


@dataclass
class FakeIdentity:
    """Stands where RpcClient stands. `on(procedure, answer)` sets what is answered: fields, a
    ContractError, or a function of the Call. Contexts in `ended_contexts` are over, though nobody told it."""

    calls: list[Call] = field(default_factory=list)
    revoked: list[uuid.UUID] = field(default_factory=list)
    ended_contexts: list[uuid.UUID] = field(default_factory=list)
    is_ready: bool = True

    def __post_init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.account_id = uuid.uuid4()
        self._answers: dict[str, Any] = {
            rpc.list_revoked_sessions.key: lambda _: {"session_ids": self.revoked}
        }
        self._heard: dict[str, tuple[Callable, Callable]] = {}
        self._lost: list[Callable] = []

    # What tests say

    def on(self, procedure: Procedure, answer: Any) -> None:
        """Answer so from now on."""
        self._answers[procedure.key] = answer

    def tell(self, event: Event, **fields: Any) -> None:
        """Broadcast an event."""
        assert events()[f"{event.exchange}:{event.key}"] is event
        schema = event.carries()
        self._heard[event.key][0](**schema.load(schema.dump(fields)))

    def lose_connection(self) -> None:
        """The broker is gone."""
        self.is_ready = False
        for do in self._lost:
            do()

    def reconnect(self) -> None:
        """The broker is back."""
        self.is_ready = True
        for _, on_connected in self._heard.values():
            threading.Thread(target=on_connected, daemon=True).start()

    def tokens(self, session_id: uuid.UUID | None = None, **changes: Any) -> dict[str, Any]:
        """A session's Tokens, really signed. `lives` seconds for the access token, `roles`, `kind`,
        `must_reset`, `second_factor_due`, `context_id`."""
        session_id = session_id or uuid.uuid4()
        must_reset = changes.pop("must_reset", False)
        lives = timedelta(seconds=changes.pop("lives", 60))
        ends = clock.now() + lives
        claims = {
            "iss": ISSUER,
            "sub": str(changes.pop("account_id", self.account_id)),
            "sid": str(session_id),
        }
        claims |= {
            "exp": ends,
            "roles": changes.pop("roles", ["member"]),
            "kind": changes.pop("kind", "member"),
        }
        context_id = changes.get("context_id")
        claims |= {"mr": must_reset, "sf": changes.get("second_factor_due", False)}
        claims |= {"ctx": str(context_id) if context_id else None}
        return {
            "access_token": jwt.encode(claims, self.key, algorithm="EdDSA", headers={"kid": "t1"}),
            "access_expires_at": ends,
            "refresh_token": uuid.uuid4().hex,
            "session_id": session_id,
            "session_expires_at": clock.now() + timedelta(hours=12),
            "device_token": uuid.uuid4().hex,
            "must_reset_password": must_reset,
        } | changes

    def account(self) -> dict[str, Any]:
        """The Account of the signed-in person."""
        return {
            "account_id": self.account_id, "kind": "member", "username": "rosa.santos", "first_name": "Rosa",
            "last_name": "Santos", "email": "rosa@example.org", "language": "en",
            "must_reset_password": False, "password_changed_at": clock.now(),
        }  # fmt: skip

    def made(self, procedure: Procedure) -> list[Call]:
        """Calls of one procedure, in order."""
        return [call for call in self.calls if call.procedure is procedure]

    # What RpcClient has

    def connect(self, settings: Any, sealer: Any) -> "FakeIdentity":
        return self

    def listen(self, event: Event, callback: Callable, *, on_connected: Callable) -> None:
        self._heard[event.key] = (callback, on_connected)

    def on_lost(self, do: Callable) -> None:
        self._lost.append(do)

    def start(self) -> "FakeIdentity":
        self.reconnect()
        return self

    def ready(self) -> bool:
        return self.is_ready

    def close(self) -> None:
        self.is_ready = False

    def call(
        self, procedure: Procedure, fields: dict, *, token=None, client=None, deadline=None,
        idempotency_key=None, correlation_id=None, traceparent=None,
    ) -> dict[str, Any]:  # fmt: skip
        assert procedures()[procedure.key] is procedure, "not a procedure of the contracts"
        takes, gives = procedure.takes(), procedure.gives()
        loaded = takes.load(takes.dump(fields))
        call = Call(procedure, loaded, token, client, idempotency_key, correlation_id, traceparent)
        self.calls.append(call)
        admit(self._viewer(procedure, token), procedure)
        return gives.load(gives.dump(self._answer(procedure, call)))

    def begin(self, procedure: Procedure, fields: dict, **how: Any) -> "Begun":
        return Begun(lambda: self.call(procedure, fields, **how))

    def _answer(self, procedure: Procedure, call: Call) -> dict[str, Any]:
        answer = self._answers[procedure.key]
        try:
            answer = answer(call) if callable(answer) else answer
            if isinstance(answer, ContractError):
                raise answer
        except ContractError as refused:
            common = refused.code.startswith("common.")
            assert common or isinstance(refused, procedure.raises), (
                f"{procedure.key} never raises {refused.code}"
            )
            raise
        return answer

    def _viewer(self, procedure: Procedure, token: str | None) -> Viewer:
        if not token:
            return Viewer(caller="gateway")
        known = ANYONE not in procedure.allow or SIGNED_IN in procedure.allow
        assert known, "a token went where none is needed"
        try:
            claims = jwt.decode(token, self.key.public_key(), algorithms=["EdDSA"], issuer=ISSUER)
        except jwt.PyJWTError:
            raise SessionEnded() from None
        if not claims.get("sub"):
            raise Unauthenticated()
        return Viewer(
            caller="gateway", account_id=uuid.UUID(claims["sub"]), session_id=uuid.UUID(claims["sid"]),
            roles=frozenset(claims["roles"]), must_reset=claims["mr"], second_factor_due=claims["sf"],
            context_id=self._context(claims["ctx"]),
        )  # fmt: skip

    def _context(self, claim: str | None) -> uuid.UUID | None:
        context_id = uuid.UUID(claim) if claim else None
        if context_id in self.ended_contexts:
            raise ContextEnded()
        return context_id

    def wait_until_caught_up(self, app: Any, seconds: float = 5.0) -> None:
        """Until the application knows the recent revocations."""
        until(app.extensions["portico.tokens"].revocations.known, seconds, "the revocations to be known")


def settings_for(identity: FakeIdentity, **changes: Any) -> Settings:
    """Settings with fresh keys and no rate limits."""
    public = identity.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    defaults: dict[str, Any] = {
        "amqp_url": "amqp://nowhere", "caller_key": os.urandom(32),
        "seal_keys": "k1:" + base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("="),
        "verify_keys": {"t1": public}, "secret_key": os.urandom(16).hex(),
        "limit_requests": "off", "limit_attempts": "off", "limit_subject": "off",
    }  # fmt: skip
    return Settings(**defaults | changes)


class Browser(FlaskClient):
    """A browser on https://portico.example.org: keeps cookies, sends Referer, fills in the form token."""

    def __init__(self, app: Any):
        super().__init__(app, app.response_class, use_cookies=True)

    def open(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("base_url", ORIGIN)
        return super().open(*args, **kwargs)

    def csrf(self, path: str) -> str:
        """The form token on a page."""
        found = CSRF.search(self.get(path).data)
        assert found, f"no form with a token on {path}"
        return found[1].decode()

    def submit(self, path: str, shown_on: str | None = None, **fields: str) -> Any:
        """Post a page's form as a browser does."""
        token = self.csrf(shown_on or path)
        headers = {"Referer": ORIGIN + (shown_on or path)}
        return self.post(path, data={"csrf_token": token, **fields}, headers=headers)

    def keep_session(self, tokens: dict[str, Any]) -> None:
        """Put a session's cookie into this browser, as if it had logged in."""
        from gateway.security import sessions

        with self.application.test_request_context("/", base_url=ORIGIN):
            sessions.open(tokens)
            response = self.application.process_response(self.application.response_class())
        for line in response.headers.getlist("Set-Cookie"):
            name, value = line.split(";")[0].split("=", 1)
            self.set_cookie(name, value, domain="portico.example.org", secure=True)
