"""The claims service starts, is ready, and stops when it is told to."""

from claims.models import Base
from support.running import assert_ready_until_stopped
from support.schemas import migrated_and_modelled


def test_it_starts_is_ready_and_stops_on_sigterm(start_service):
    assert_ready_until_stopped(start_service("claims"))


def test_models_and_migrations_agree(new_database):
    migrated, modelled = migrated_and_modelled(new_database, "claims", Base.metadata)
    assert migrated == modelled
    assert any("outbox" in line for line in migrated)
