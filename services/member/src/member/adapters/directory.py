"""The provider directory, asked for doctors and for places in their panels."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.member.errors import PcpUnavailable
from contracts.provider_directory import rpc as directory
from contracts.provider_directory.errors import ProviderUnavailable
from servicekit.work import Work


def search(work: Work, criteria: dict[str, Any], *, line: str, age: int, sex: str, known: list[UUID]) -> dict:
    """A page of primary doctors of a line: `providers` and `next`. Raises Unavailable."""
    return work.peers.call(
        directory.search_providers,
        **criteria,
        line=line,
        age=age,
        sex=sex,
        known_provider_ids=known,
    )


def reserve_place(
    work: Work,
    provider_id: UUID,
    *,
    member_key: UUID,
    line: str,
    age: int,
    sex: str,
    known: bool,
    effective_on: date,
) -> dict[str, Any]:
    """Hold a place in the doctor's panel; her card. Raises PcpUnavailable, NotFound, Unavailable."""
    try:
        return work.peers.call(
            directory.reserve_panel_place,
            provider_id=provider_id,
            member_key=member_key,
            line=line,
            age=age,
            sex=sex,
            existing_patient=known,
            effective_on=effective_on,
        )
    except ProviderUnavailable as refused:
        raise PcpUnavailable(**refused.details) from None


def find(
    work: Work, provider_id: UUID, *, line: str, age: int, sex: str, known: list[UUID]
) -> dict[str, Any] | None:
    """The doctor as the line has her, with the reason why she can't be chosen; None when it has not."""
    asked = {"provider_ids": [provider_id], "line": line, "age": age, "sex": sex}
    found = work.peers.call(directory.get_providers, **asked, known_provider_ids=known)["providers"]
    return found[0] if found else None
