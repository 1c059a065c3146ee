"""Identity, asked to mail codes and to check them: tries are counted there, for all secrets alike."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from contracts.identity import rpc as identity
from contracts.identity.errors import CodeUsed
from servicekit.work import Work


def send(work: Work, entry_id: UUID, email: str) -> dict[str, Any]:
    """Mail a code to the address of one of the viewer's entries; the fields of `AddressCodeSent`.

    Raises NotFound, RateLimited, Unavailable.
    """
    return work.peers.call(identity.start_address_check, **_of(work, entry_id, email))


def check(work: Work, entry_id: UUID, email: str, code: str) -> None:
    """Redeem the code. One that proved this address before is right: what was written of it then may have
    been lost. Raises CodeWrong, CodeExpired, CodeAttemptsExhausted, Unavailable."""
    with suppress(CodeUsed):
        work.peers.call(identity.confirm_address_check, **_of(work, entry_id, email), code=code)


def _of(work: Work, entry_id: UUID, email: str) -> dict[str, Any]:
    return {"account_id": work.viewer.account_id, "subject": entry_id, "email": email}
