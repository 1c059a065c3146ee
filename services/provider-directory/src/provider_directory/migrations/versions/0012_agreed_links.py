"""A link is good for nothing before an agreement is confirmed for it (R022).

Links for which one was confirmed stay as they are. Of the others the contexts end, as those who keep a copy
of access were told of them: their people choose the account again, and are asked.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from contracts.provider_directory.contexts import access_ended
from provider_directory.config import Settings
from servicekit.seal import Sealer
from servicekit.store import Tx

revision = "0012"
down_revision = "0011"

CONFIRMED = """
    UPDATE links SET agreed_at = first.at
    FROM (SELECT link_id, account_id, min(accepted_at) AS at FROM agreement_acceptances
          GROUP BY link_id, account_id) AS first
    WHERE first.link_id = links.id AND first.account_id = links.account_id
"""
NEVER_CONFIRMED = "SELECT id, context_id, account_id FROM links WHERE agreed_at IS NULL AND state = 'active'"

ANEW = "UPDATE links SET context_id = gen_random_uuid() WHERE agreed_at IS NULL AND state = 'active'"


def upgrade() -> None:
    """Take over when it was, and tell of the contexts that end."""
    op.add_column("links", sa.Column("agreed_at", sa.DateTime(timezone=True)))
    op.execute(CONFIRMED)
    _end_contexts(op.get_bind())


def downgrade() -> None:
    """Forget it."""
    op.drop_column("links", "agreed_at")


def _end_contexts(bind: sa.Connection) -> None:
    rows = bind.execute(sa.text(NEVER_CONFIRMED)).all()
    if not rows:
        return
    sealer = Sealer.parse(Settings.from_env("provider_directory").seal_keys)
    with Session(bind, join_transaction_mode="create_savepoint") as session:
        for row in rows:
            Tx(session, sealer).tell(
                access_ended, about=row.context_id, context_ids=[row.context_id], account_id=row.account_id,
                reason="agreement_needed",
            )  # fmt: skip
        session.execute(sa.text(ANEW))
        session.commit()
