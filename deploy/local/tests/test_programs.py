"""Each process is given its own secrets and no more."""

import pytest

from portico_local import keys
from portico_local.programs import GATEWAY, SECRETS, SERVICES, environment, program

URLS = {"AMQP_URL": "amqp://b/", "SMTP_URL": "smtp://m"} | {
    who.database_variable: f"postgresql://{who.package}" for who in SERVICES
}


@pytest.mark.parametrize("who", [*SERVICES, GATEWAY], ids=lambda who: who.package)
def test_a_process_sees_its_own_secrets_and_database_alone(who):
    env = environment(who, keys.generate(), URLS)
    assert env.keys() & SECRETS == set(who.secrets)
    databases = {name for name in env if name.endswith("_DATABASE_URL")}
    assert databases == ({who.database_variable} if who in SERVICES else set())
    assert ("SMTP_URL" in env) == (who.package == "notifications")


def test_the_gateway_never_sees_the_master_key():
    assert "PORTICO_CALL_KEY" not in environment(GATEWAY, keys.generate(), URLS)


def test_a_secret_in_the_callers_environment_does_not_reach_others(monkeypatch):
    monkeypatch.setenv("IDENTITY_SIGNING_KEY", "x")
    monkeypatch.setenv("CLAIMS_DATABASE_URL", "y")
    env = environment(program("member"), keys.generate(), URLS)
    assert "IDENTITY_SIGNING_KEY" not in env
    assert "CLAIMS_DATABASE_URL" not in env


def test_a_callers_ordinary_setting_passes_through(monkeypatch):
    monkeypatch.setenv("IDENTITY_MAX_WORKERS", "7")
    assert environment(program("identity"), keys.generate(), URLS)["IDENTITY_MAX_WORKERS"] == "7"
