"""The specimen's door and, being a specimen, its verbs."""

import time

from sqlalchemy import func, insert, select

from servicekit import clock
from servicekit.events import hears
from servicekit.rpc import serves
from servicekit.service import Service
from servicekit.work import Work
from support.specimen import contract
from support.specimen.behaviour import misbehave, misbehave_after
from support.specimen.models import Attempt, Effect


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
    def create_effect(self, work: Work, **asked):
        return create_effect(work, **asked)

    @serves(contract.create_brief_effect)
    def create_brief_effect(self, work: Work, **asked):
        return create_effect(work, **asked)

    @serves(contract.record_story)
    def record_story(self, work: Work, **asked):
        with work.transaction() as tx:
            record(tx, **asked)
            return tx.answer({"count": 1})

    @serves(contract.record_stories)
    def record_stories(self, work: Work, key, count, gap, to):
        for number in range(count):
            with work.transaction() as tx:
                record(tx, f"{key}-{number}", "ok", 0.0, to)
            time.sleep(gap)
        return {"count": count}

    @hears(contract.effect_wanted)
    def on_effect_wanted(self, work: Work, key, mode, seconds, note):
        take_effect(work, key, mode, seconds)


def create_effect(work: Work, key: str, mode: str, seconds: float, note: str | None) -> dict:
    """The effect, once per idempotency key; answers how often it happened."""
    begun = begin(work, key)
    with work.transaction() as tx:
        tx.session.add(Effect(key=key, at=clock.now()))
        tx.session.flush()
        misbehave(mode, seconds, begun)
        answer = tx.answer({"count": count(tx, key)})
    misbehave_after(mode, begun)
    return answer


def record(tx, key: str, mode: str, seconds: float, note: str | None) -> None:
    """A story happened: note it as `key` and tell that `<key>-heard` is wanted, of whom the note names."""
    tx.session.add(Effect(key=key, at=clock.now()))
    event = contract.TOLD.get(f"{note}_wanted", contract.effect_wanted)
    tx.tell(event, about=key, key=f"{key}-heard", mode=mode, seconds=seconds, note=note)


def take_effect(work: Work, key: str, mode: str, seconds: float) -> None:
    """The effect of a heard event."""
    begun = begin(work, key)
    with work.transaction() as tx:
        tx.session.add(Effect(key=key, at=clock.now()))
        tx.session.flush()
        misbehave(mode, seconds, begun)
    misbehave_after(mode, begun)


def begin(work: Work, key: str) -> int:
    """Note that an attempt begins, committed at once; which one it is, from 1."""
    with work.kit.database.transaction() as tx:
        tx.session.execute(insert(Attempt).values(key=key))
        return tx.session.execute(select(func.count()).where(Attempt.key == key)).scalar_one()


def count(tx, key: str) -> int:
    """How often the effect happened."""
    return tx.session.execute(select(func.count()).where(Effect.key == key)).scalar_one()
