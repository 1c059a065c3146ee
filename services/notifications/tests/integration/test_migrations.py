"""The tables that the migrations make are those that the models describe."""

from notifications.models import Base
from support.schemas import migrated_and_modelled


def test_models_and_migrations_agree(new_database):
    migrated, modelled = migrated_and_modelled(new_database, "notifications", Base.metadata)
    assert migrated == modelled
    assert any("deliveries" in line for line in migrated)
