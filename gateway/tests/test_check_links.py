"""`check-links`: the report of dead links for whoever looks after the content (R002)."""

import base64

import pytest

from gateway.__main__ import main

KEY = base64.urlsafe_b64encode(bytes(32)).decode()


@pytest.fixture
def environment(monkeypatch):
    """What the gateway needs to be put together; nothing is asked of a broker."""
    for name, value in {
        "AMQP_URL": "amqp://nowhere", "PORTICO_CALLER_KEY": KEY, "PORTICO_SEAL_KEYS": f"k1:{KEY}",
        "PORTICO_VERIFY_KEYS": "{}", "GATEWAY_SECRET_KEY": "only for this",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


def test_it_says_that_there_is_none(environment, capsys):
    assert main(["check-links"]) == 0
    assert "No link of the public pages is dead." in capsys.readouterr().out


def test_a_dead_link_is_a_line_and_the_exit_code_is_one(environment, capsys, monkeypatch):
    monkeypatch.setattr("gateway.links.ALIVE", range(200, 300))  # a page that sends on counts as dead here
    assert main(["check-links"]) == 1
    assert "(303)" in capsys.readouterr().out


def test_without_settings_it_says_which_is_missing(monkeypatch, capsys):
    monkeypatch.delenv("AMQP_URL", raising=False)
    assert main(["check-links"]) == 2
    assert "AMQP_URL" in capsys.readouterr().err
