"""Pages, with an identity service that has a memory (`pretend`)."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from pretend import PretendIdentity  # noqa: E402
from staff_steps import log_in  # noqa: E402
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


@pytest.fixture
def clerk(browser):
    """A browser of Member Services, past the second factor."""
    return log_in(browser, "members.demo")


@pytest.fixture
def mailroom(browser):
    """A browser of the mailroom, past the second factor."""
    return log_in(browser, "mailroom.demo")


@pytest.fixture
def specialist(browser):
    """A browser of the Provider Portal Support Specialist, past the second factor."""
    return log_in(browser, "support.demo")


@pytest.fixture
def agent(browser):
    """A browser of Provider Services, past the second factor."""
    return log_in(browser, "services.demo")


@pytest.fixture
def desk(identity):
    """What provider_directory remembers of offices and cases."""
    return identity.desk


@pytest.fixture
def staff(identity):
    """What the staff's services remember."""
    return identity.staff
