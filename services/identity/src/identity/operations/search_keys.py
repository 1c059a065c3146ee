"""Accounts from before they could be found by address and name get what finds them."""

from identity.operations.common import kept_of, profile_of
from identity.repository import legacy
from servicekit.work import Tx, Work


def fill(work: Work, tx: Tx) -> None:
    """Do some of them; the next sweep does more."""
    for row in legacy.without_keys(tx.session, work.viewer):
        kept = kept_of(work, profile_of(work, row))
        legacy.set_keys(tx.session, work.viewer, row.id, kept["email_key"], kept["name_keys"])
