"""Persons: asked for from identity, kept sealed."""

from typing import Any
from uuid import UUID

from contracts.identity import rpc
from provider_directory.rules.people import PURPOSE, Person, email_key
from servicekit.work import Work


def ask(work: Work, account_id: UUID) -> Person:
    """An account's owner. Raises NotFound, Unavailable."""
    return Person.of(work.peers.call(rpc.get_recipient, account_id=account_id))


def seal(work: Work, person: Person) -> dict[str, Any]:
    """The columns `person_sealed` and `email_key`."""
    sealed = work.sealer.seal(PURPOSE, person.to_bytes())
    return {"person_sealed": sealed, "email_key": email_key(work.settings.index_key, person.email)}


def unseal(work: Work, sealed: str) -> Person:
    """Whom the column `person_sealed` names."""
    return Person.from_bytes(work.sealer.unseal(PURPOSE, sealed))
