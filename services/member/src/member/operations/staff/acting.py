"""Working on a member's record on her behalf."""

from dataclasses import replace
from uuid import UUID

from servicekit.work import Work

BY_STAFF = "staff"
"""The source of what staff write down."""


def for_member(work: Work, member_key: UUID) -> Work:
    """The same work with this member in the viewer's place: questions about "own" are about her, and what is
    written names the account of who acts."""
    return replace(work, viewer=replace(work.viewer, person_key=member_key))
