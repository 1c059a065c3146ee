"""Access tokens (EdDSA JWT, RFC 8037), checked locally by every process, and the sessions revoked early."""

import threading
import time
from collections.abc import Iterable, Mapping
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from contracts.errors import Unavailable
from contracts.identity.errors import ContextEnded, SessionEnded
from servicekit.viewer import Viewer

ISSUER = "portico-identity"
REMEMBER_SECONDS = 300
CACHE_ENTRIES = 4096


class Revocations:
    """Sessions and contexts no token may use any more; remembered longer than any access token lives."""

    def __init__(self) -> None:
        self._ended: dict[str, float] = {}
        self._known = threading.Event()

    def add(self, ids: Iterable[str]) -> None:
        """Refuse these sessions and contexts from now on."""
        until = time.monotonic() + REMEMBER_SECONDS
        self._ended.update((str(ended), until) for ended in ids)
        if len(self._ended) > CACHE_ENTRIES:
            self._ended = {ended: end for ended, end in self._ended.items() if end > time.monotonic()}

    def forget(self) -> None:
        """The connection is gone: what we know may be stale until `loaded` is called again."""
        self._known.clear()

    def loaded(self) -> None:
        """The recent revocations are all here."""
        self._known.set()

    def known(self) -> bool:
        """Whether the recent revocations are all here."""
        return self._known.is_set()

    def check(self, viewer: Viewer, wait: float) -> None:
        """Raise SessionEnded or ContextEnded for what is revoked, Unavailable if we can't know within `wait`
        seconds."""
        self._refuse(viewer)
        if not self._known.wait(timeout=max(0.0, wait)):
            raise Unavailable(reason="revocations_unknown", retry_after=1)
        self._refuse(viewer)

    def _refuse(self, viewer: Viewer) -> None:
        if str(viewer.session_id) in self._ended:
            raise SessionEnded()
        if str(viewer.context_id) in self._ended:
            raise ContextEnded()


class AccessTokens:
    """Verifies access tokens. `keys` maps key ids to PEM public keys."""

    def __init__(self, keys: Mapping[str, str], revocations: Revocations):
        self._keys = {kid: load_pem_public_key(pem.encode()) for kid, pem in keys.items()}
        self._seen: dict[str, tuple[float, Viewer]] = {}
        self.revocations = revocations

    def viewer(self, token: str | None, caller: str, wait: float = 1.0) -> Viewer:
        """Who the token says asks. Raises SessionEnded when it is forged, too old or revoked, ContextEnded
        when the context in it is over."""
        if not token:
            return Viewer(caller=caller)
        viewer = self._remembered(token, caller) or self._verified(token, caller)
        self.revocations.check(viewer, wait)
        return viewer

    def _remembered(self, token: str, caller: str) -> Viewer | None:
        until, viewer = self._seen.get(token, (0.0, None))
        return viewer if viewer and viewer.caller == caller and until > time.time() else None

    def _verified(self, token: str, caller: str) -> Viewer:
        try:
            key = self._keys[jwt.get_unverified_header(token).get("kid", "")]
            claims = jwt.decode(
                token, key, algorithms=["EdDSA"], issuer=ISSUER, options={"require": ["exp", "sub", "sid"]}
            )
            viewer = viewer_of(claims, caller)
        except (jwt.PyJWTError, KeyError, ValueError, TypeError, AttributeError):
            raise SessionEnded() from None
        if len(self._seen) >= CACHE_ENTRIES:
            self._seen.clear()
        self._seen[token] = (float(claims["exp"]), viewer)
        return viewer


def viewer_of(claims: Mapping, caller: str) -> Viewer:
    """The viewer in verified claims: `sub`, `sid`, `mk`, `roles`, `kind`, `mr`, `sf`, `ctx`."""
    roles = frozenset([*claims.get("roles", ()), claims.get("kind", "")]) - {""}
    return Viewer(
        caller=caller,
        account_id=UUID(claims["sub"]),
        session_id=UUID(claims["sid"]),
        person_key=UUID(claims["mk"]) if claims.get("mk") else None,
        roles=roles,
        must_reset=bool(claims.get("mr")),
        second_factor_due=bool(claims.get("sf")),
        context_id=UUID(claims["ctx"]) if claims.get("ctx") else None,
    )
