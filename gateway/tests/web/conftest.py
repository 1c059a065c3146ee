"""Pages, with an identity service that has a memory (`pretend`)."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from pretend import PretendIdentity  # noqa: E402
from stage import on_stage  # noqa: E402


@pytest.fixture
def identity():
    """An identity service in this process, held to the contracts."""
    return PretendIdentity()


@pytest.fixture
def site(identity):
    """The gateway's address on this machine."""
    with on_stage(identity) as url:
        yield url


@pytest.fixture
def turned_site(identity):
    """The same with every page turned right to left."""
    with on_stage(identity, PSEUDO_RTL=True) as url:
        yield url
