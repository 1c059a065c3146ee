"""The claims service starts, is ready, and stops when it is told to."""

import json
import time
import urllib.request

from claims.models import Base
from support.schemas import migrated_and_modelled


def exit_code(running, seconds=5.0):
    deadline = time.monotonic() + seconds
    while (code := running.process.exit_code()) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return code


def test_it_starts_is_ready_and_stops_on_sigterm(start_service):
    running = start_service("claims")
    with urllib.request.urlopen(f"{running.health_url}/health/ready", timeout=5) as answer:
        assert json.load(answer)["status"] == "pass"
    running.stop()
    assert exit_code(running) == 0


def test_models_and_migrations_agree(new_database):
    migrated, modelled = migrated_and_modelled(new_database, "claims", Base.metadata)
    assert migrated == modelled
    assert any("outbox" in line for line in migrated)
