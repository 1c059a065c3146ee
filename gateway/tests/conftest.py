"""The gateway with real everything but the broker: its peers are faked from the contracts."""

import io
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from support_peers import Browser, FakeIdentity, settings_for  # noqa: E402
from support_probe import blueprint as probe  # noqa: E402

from gateway.app import create_app, equip  # noqa: E402


@pytest.fixture
def identity():
    """The faked identity service, which holds every test to the contracts."""
    return FakeIdentity()


@pytest.fixture
def settings(identity):
    """Settings with keys of this test's own."""
    return settings_for(identity)


@pytest.fixture(scope="session")
def assembled():
    """Routes and templates: the same for all tests, since making them takes longer than most tests."""
    made = create_app(settings_for(FakeIdentity()))
    made.testing = False  # errors are answered as in production
    made.register_blueprint(probe)
    made.register_blueprint(probe, name="probe_api", url_prefix="/api/v1/probe")
    return made


@pytest.fixture
def app(assembled, settings, identity):
    """The whole application with keys and memory of this test's own; its broker is `identity`."""
    equip(assembled, settings, identity.connect)
    assembled.extensions["portico.peers"].client()
    identity.wait_until_caught_up(assembled)
    return assembled


@pytest.fixture
def browser(app):
    """A client that keeps cookies and sees the site as https://portico.example.org."""
    return Browser(app)


@pytest.fixture
def api(app):
    """A client without cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def log_lines(monkeypatch):
    """What is logged during the test."""
    lines = io.StringIO()
    monkeypatch.setattr("servicekit.logs._stream", lines)
    return lines
