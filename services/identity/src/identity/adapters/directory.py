"""The provider directory, asked for which Provider IDs somebody may act."""

from uuid import UUID

from contracts.provider_directory.contexts import find_context
from servicekit.work import Work


def check_context(work: Work, context_id: UUID) -> None:
    """Raise NotFound when this is not the context of an active link of the viewer's, or Unavailable."""
    work.peers.call(find_context, account_id=work.viewer.account_id, context_id=context_id)
