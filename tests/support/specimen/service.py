"""The specimen's door and, being a specimen, its verbs."""

import os
import signal
import time

from sqlalchemy import func, select

from servicekit import clock
from servicekit.events import hears
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work
from support.specimen import contract
from support.specimen.models import Effect


class SpecimenService(Service):
    """Keeps a ledger of effects."""

    name = "specimen"

    @serves(contract.get_echo)
    def get_echo(self, work: Work, text, secret):
        if text == "no":
            raise contract.EchoRefused()
        if text == "crash":
            raise RuntimeError(f"crashed with {secret}")
        return {"text": text, "secret": secret}

    @serves(contract.get_who)
    def get_who(self, work: Work):
        return {"account_id": work.viewer.account_id, "caller": work.viewer.caller}

    @serves(contract.get_secret)
    def get_secret(self, work: Work):
        return {"account_id": None, "caller": work.viewer.caller}

    @serves(contract.create_effect)
    def create_effect(self, work: Work, key, mode, seconds, note):
        with work.transaction() as tx:
            tx.session.add(Effect(key=key, at=clock.now()))
            misbehave(mode, seconds)
            tx.session.flush()
            return tx.answer({"count": count(tx, key)})

    @serves(contract.record_story)
    def record_story(self, work: Work, key, mode, seconds, note):
        with work.transaction() as tx:
            tx.session.add(Effect(key=key, at=clock.now()))
            tx.tell(
                contract.effect_wanted, about=key, key=f"{key}-heard", mode=mode, seconds=seconds, note=note
            )
        return {"count": 1}

    @hears(contract.effect_wanted)
    def on_effect_wanted(self, work: Work, key, mode, seconds, note):
        with work.transaction() as tx:
            tx.session.add(Effect(key=key, at=clock.now()))
            misbehave(mode, seconds)


def count(tx, key: str) -> int:
    """How often the effect happened."""
    return tx.session.execute(select(func.count()).where(Effect.key == key)).scalar_one()


def misbehave(mode: str, seconds: float) -> None:
    """Do what was asked for."""
    if mode == "raise":
        raise RuntimeError("asked to raise")
    if mode == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if mode == "sleep":
        time.sleep(seconds)
    if mode == "burn":
        ends = time.process_time() + seconds
        while time.process_time() < ends:
            pass
