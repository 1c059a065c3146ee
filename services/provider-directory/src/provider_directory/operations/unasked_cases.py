"""Cases that nobody asked for: something went wrong, and somebody of the plan has to look (R015, R020)."""

import json
import uuid
from collections.abc import Mapping
from uuid import UUID

from provider_directory.operations.cases import PURPOSE, SAID
from provider_directory.repository import cases
from provider_directory.rules.cases import OPEN
from servicekit import clock
from servicekit.work import Tx, Work


def open_unasked(
    work: Work,
    tx: Tx,
    kind: str,
    context: Mapping[str, str],
    account_id: UUID | None,
    billing_provider_id: UUID | None = None,
) -> int:
    """Write a case about an account, with what is known (sealed; never a secret). Its number."""
    now = clock.now()
    said = dict.fromkeys(SAID) | {"context": dict(context)}
    opened = cases.add(
        tx.session,
        work.viewer,
        id=uuid.uuid4(),
        kind=kind,
        state=OPEN,
        account_id=account_id,
        billing_provider_id=billing_provider_id,
        said_sealed=work.sealer.seal(PURPOSE, json.dumps(said).encode()),
        preferred_days=[],
        opened_by_key=work.sealer.fingerprint(b"case:unasked"),
        opened_at=now,
        changed_at=now,
    )
    return opened.number
