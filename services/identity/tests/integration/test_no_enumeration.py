"""For every state of an account: the same answer, the same hashings, the same SQL statements."""

import pytest

from contracts.errors import ContractError
from contracts.identity import rpc

STATES = ("none", "unverified", "active", "locked", "must_reset", "disabled")


def put_into(home, state):
    """A person whose account is in this state."""
    person = home.person()
    if state == "unverified":
        home.sign_up(person)
    elif state != "none":
        home.account(person)
        home.log_in(person)
    account = {"key": person.member_key}
    if state == "locked":
        for _ in range(3):
            outcome(lambda: home.log_in(person, "not the one at all"))
    if state == "must_reset":
        home.run("UPDATE accounts SET must_reset = true WHERE member_key = :key", **account)
    if state == "disabled":
        account_id = home.account_id(person)
        home.ask(rpc.disable_account, home.specialist(), account_id=account_id, reason="Left the plan")
    return person


def outcome(do):
    """What a caller can tell apart: the error with its details, or names and kinds of what is answered."""
    try:
        return {name: type(value).__name__ for name, value in do().items()}
    except ContractError as refused:
        return (refused.code, refused.details)


def log_in(home, person):
    return home.log_in(person, "not the one at all")


def log_in_from_a_stranger(home, person):
    return home.log_in(person, "not the one at all", device_token="a device of nobody")


def third_log_in(home, person):
    return home.log_in(person, "not the one at all")


def sign_up(home, person):
    return home.sign_up(person, username=f"new.{person.username}", email="typed@example.org")


def recover_username(home, person):
    return home.recover(person, username=True, password=False)


def recover_password(home, person):
    return home.recover(person, username=False, password=True)


def recover_both(home, person):
    return home.recover(person, username=True, password=True)


def confirm_recovery_with_a_wrong_code(home, person):
    home.recover(person)
    newest = home.one("SELECT id FROM recoveries ORDER BY created_at DESC LIMIT 1")
    return home.ask(rpc.confirm_recovery, recovery_id=newest, code="00000000", password="three amber ladders")


def verify_a_sign_up_with_a_wrong_code(home, person):
    started = sign_up(home, person)
    return home.ask(rpc.confirm_sign_up, sign_up_id=started["sign_up_id"], code="00000000")


FLOWS = (
    log_in, log_in_from_a_stranger, sign_up, recover_username, recover_password, recover_both,
    confirm_recovery_with_a_wrong_code, verify_a_sign_up_with_a_wrong_code,
)  # fmt: skip


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_nobody_learns_the_state_of_an_account_from(flow, home, cost_of):
    seen, costs = {}, {}
    for state in STATES:
        person = put_into(home, state)
        answers = []
        costs[state] = cost_of(lambda: answers.append(outcome(lambda: flow(home, person))))  # noqa: B023
        seen[state] = answers[0]
    assert len({repr(answer) for answer in seen.values()}) == 1, seen
    assert {state: cost.hashings for state, cost in costs.items()} == dict.fromkeys(
        STATES, costs["none"].hashings
    )
    expected = costs["none"].statements
    assert expected and {s: c.statements for s, c in costs.items()} == dict.fromkeys(STATES, expected)


def test_the_failure_that_locks_costs_the_same_for_a_name_that_nobody_has(home, cost_of):
    people = {
        state: put_into(home, state) for state in ("none", "unverified", "active", "must_reset", "disabled")
    }
    costs = {}
    for state, person in people.items():
        for _ in range(2):
            outcome(lambda: log_in(home, person))  # noqa: B023
        costs[state] = cost_of(lambda: log_in(home, person)).statements  # noqa: B023
    assert len({tuple(statements) for statements in costs.values()}) == 1
    assert any("outbox" in statement for statement in costs["none"])


@pytest.mark.parametrize("flow", [sign_up, recover_both], ids=lambda flow: flow.__name__)
def test_an_event_goes_through_the_outbox_in_every_state(flow, home):
    for state in STATES:
        person = put_into(home, state)
        before = len(home.told())
        flow(home, person)
        assert len(home.told()) == before + 1, state


def test_every_wrong_log_in_is_one_hashing(home, cost_of):
    for state in STATES:
        person = put_into(home, state)
        assert cost_of(lambda: log_in(home, person)).hashings == 1  # noqa: B023
