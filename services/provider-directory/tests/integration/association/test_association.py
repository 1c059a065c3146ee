"""Association: step 1, the agreement, Finish (R003–R033)."""

from datetime import timedelta

import pytest

from contracts.errors import RateLimited
from contracts.identity import rpc as identity_rpc
from contracts.procedures import PROVIDER_SERVICES
from contracts.provider_directory import errors as e
from contracts.provider_directory import rpc
from provider_directory.rules.npi import with_check_digit
from servicekit import clock

FAMILY, ANA, SIOBHAN, HER_GROUP = "PCH100001", "PCH200001", "PCH200003", "PCH100003"
WRONG = [
    {"tax_id": "00-0000999"}, {"zip_code": "99999"}, {"group_name": "Another Practice"},
    {"provider_id": "PCH999999"}, {"provider_id": "PCH200001"},
]  # fmt: skip


def test_the_first_one_is_the_administrator_and_is_told(desk):
    wren = desk.someone()
    matched = desk.match(wren, FAMILY)
    assert (matched["outcome"], matched["name"], matched["kind"]) == (
        "free", "Portico Demo Family Practice, Inc.", "group",
    )  # fmt: skip
    assert matched["administrator_initial"] is None
    link = desk.link(wren, FAMILY)
    assert (link["role"], link["state"], link["number"]) == ("administrator", "active", FAMILY)
    assert desk.links(wren) == [link]
    assert [(one["account_id"], one["role"]) for one in desk.told("association_confirmed")] == [
        (wren.account_id, "administrator")
    ]
    assert [one["context_id"] for one in desk.told("access_granted")] == [link["context_id"]]


@pytest.mark.parametrize("zip_code", ["93635", "95301", "95340", "95340-0201"])
def test_any_zip_code_of_the_letter_is_right(desk, zip_code):
    assert desk.match(desk.someone(), FAMILY, zip_code=zip_code)["outcome"] == "free"


def test_nothing_is_stored_before_finish(desk):
    desk.match(desk.someone(), FAMILY)
    for table in ("links", "agreement_acceptances", "access_requests", "access_changes", "outbox"):
        assert desk.rows(f"SELECT count(*) FROM {table}")[0][0] == 0  # noqa: S608 - our own names


@pytest.mark.parametrize("changes", WRONG)
def test_every_mismatch_has_the_same_answer(desk, changes):
    with pytest.raises(e.ProviderNotMatched) as refused:
        desk.match(desk.someone(), FAMILY, **changes)
    assert refused.value.details == {}


def test_every_mismatch_costs_the_same_statements(desk, statements_of):
    costs = {
        tuple(statements_of(lambda changes=changes: desk.match(desk.someone(), FAMILY, **changes)))
        for changes in WRONG
    }
    assert len(costs) == 1


def test_who_left_the_tax_id_or_joins_later_does_not_count_as_one_of_the_group(desk):
    form = desk.letter(FAMILY) | {"type": "practitioner", "group_name": None}
    outcomes = []
    for number in (20, 24, 25):
        [row] = desk.rows(
            "SELECT first_name, last_name FROM practitioners WHERE source_ref = :ref",
            ref=f"doctor-{number:03}",
        )
        names = {"first_name": row.first_name, "last_name": row.last_name}
        outcomes.append(desk.outcome(rpc.match_billing_provider, desk.someone(), **form | names))
    wrong, none = "provider_directory.provider_type_wrong", "provider_directory.provider_not_matched"
    assert outcomes == [wrong, none, none]


def test_the_wrong_type_is_told_with_the_right_one(desk):
    with pytest.raises(e.ProviderTypeWrong) as refused:
        desk.match(
            desk.someone(), HER_GROUP, type="practitioner", first_name="Siobhan", last_name="O'Shaughnessy"
        )
    assert refused.value.details == {"type": "group"}
    with pytest.raises(e.ProviderTypeWrong) as refused:
        desk.match(desk.someone(), SIOBHAN, type="group", group_name="OShaughnessy Daughters Medical")
    assert refused.value.details == {"type": "practitioner"}


def test_an_npi_is_recognised_and_costs_no_try(desk):
    wren = desk.someone()
    with pytest.raises(e.LooksLikeNpi) as refused:
        desk.match(wren, FAMILY, provider_id=with_check_digit("123456789"))
    assert refused.value.details == {"fields": {"provider_id": ["field.npi_typed"]}}
    assert desk.identity.counted[wren.account_id] == 0


def test_after_the_last_try_the_association_is_held_and_one_case_is_open(desk):
    wren = desk.someone()
    codes = [desk.outcome(rpc.match_billing_provider, wren, **_wrong(desk)) for _ in range(7)]
    assert (
        codes == ["provider_directory.provider_not_matched"] * 5 + ["provider_directory.association_held"] * 2
    )
    assert (
        desk.outcome(rpc.match_billing_provider, wren, **desk.letter(FAMILY))
        == "provider_directory.association_held"
    )
    [(kind, account_id)] = [tuple(row) for row in desk.rows("SELECT kind, account_id FROM cases")]
    assert (kind, account_id) == ("association_failed", wren.account_id)
    assert desk.match(desk.someone(), FAMILY)["outcome"] == "free"


def test_a_held_account_finishes_nothing_with_a_match_of_before(desk):
    wren = desk.someone()
    finish = _finish(desk, wren, FAMILY)
    for _ in range(5):
        desk.outcome(rpc.match_billing_provider, wren, **_wrong(desk))
    held = "provider_directory.association_held"
    assert desk.outcome(rpc.create_link, wren, **finish) == held
    assert desk.outcome(rpc.create_access_request, wren, match_token=finish["match_token"]) == held
    assert desk.links(wren) == []


def test_a_held_account_is_freed_by_a_specialist(desk):
    wren = desk.someone()
    for _ in range(5):
        desk.outcome(rpc.match_billing_provider, wren, **_wrong(desk))
    agent = desk.someone(roles=frozenset({PROVIDER_SERVICES}))
    desk.ask(rpc.unlock_association, agent, account_id=wren.account_id, reason="Read me her letter")
    assert desk.match(wren, FAMILY)["outcome"] == "free"
    assert desk.outcome(rpc.unlock_association, agent, account_id=wren.account_id, reason="Again") == (
        "common.not_found"
    )


def test_a_hold_that_a_dead_process_forgot_is_made_up_for(desk):
    wren = desk.someone()
    desk.identity.counted[wren.account_id] = 5
    with pytest.raises(e.AssociationHeld) as refused:
        desk.match(wren, FAMILY)
    [(number,)] = desk.rows("SELECT number FROM cases")
    assert refused.value.details == {"case_number": number}


def test_a_right_one_gives_its_try_back_and_an_outage_uses_none_up(desk, monkeypatch):
    wren = desk.someone()
    for _ in range(7):
        desk.match(wren, FAMILY)
    monkeypatch.setattr("provider_directory.operations.association.judge", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.match(wren, FAMILY)
    assert desk.identity.counted[wren.account_id] == 0


def test_a_used_up_budget_of_others_is_no_hold(desk):
    desk.identity.limited = True
    with pytest.raises(RateLimited):
        desk.match(desk.someone(), FAMILY)
    assert desk.rows("SELECT * FROM association_holds") == []


def test_of_200_guesses_at_once_five_are_looked_at(desk, together, monkeypatch):
    from provider_directory.operations import association

    looks, real = [], association.judge
    monkeypatch.setattr(association, "judge", lambda *given: (looks.append(1), real(*given))[1])
    wren = desk.someone()
    form = _wrong(desk)
    codes = together(*[lambda: desk.outcome(rpc.match_billing_provider, wren, **form)] * 200)
    assert len(looks) == 5
    assert codes.count("provider_directory.provider_not_matched") == 5
    assert codes.count("provider_directory.association_held") == 195
    assert len(desk.rows("SELECT * FROM cases")) == 1


def test_a_second_click_on_finish_changes_nothing(desk, together):
    for number in (FAMILY, ANA):
        wren = desk.someone()
        finish = _finish(desk, wren, number)
        first, second = together(*[lambda: desk.ask(rpc.create_link, wren, **finish)] * 2)  # noqa: B023
        assert first == second == desk.ask(rpc.create_link, wren, **finish)
    assert desk.rows("SELECT count(*) FROM links")[0][0] == 2
    assert len(desk.told("association_confirmed")) == 2


def test_of_two_first_registrations_at_once_one_is_the_administrator_50_times(desk, together):
    desk.run(
        """INSERT INTO billing_providers
               (number, kind, group_id, tax_id_sealed, tax_id_digest, name, registered_on, created_at,
                changed_at)
           SELECT number || n, kind, group_id, tax_id_sealed, tax_id_digest, name, registered_on, created_at,
               changed_at
           FROM billing_providers, generate_series(1, 50) AS n WHERE number = :number""",
        number=FAMILY,
    )
    for n in range(1, 51):
        people = [desk.someone(), desk.someone()]
        finishes = [(who, _finish(desk, who, FAMILY, provider_id=f"{FAMILY}{n}")) for who in people]
        outcomes = together(
            *[lambda who=who, f=f: desk.outcome(rpc.create_link, who, **f) for who, f in finishes]
        )
        assert sorted(outcomes) == ["ok", "provider_directory.administrator_exists"]
    [(links, administrators)] = desk.rows(
        "SELECT count(*), count(*) FILTER (WHERE role = 'administrator') FROM links"
    )
    assert (links, administrators) == (50, 50)


def test_a_match_is_good_for_its_account_its_half_hour_and_one_link(desk):
    wren, other = desk.someone(), desk.someone()
    finish = _finish(desk, wren, FAMILY)
    expired = "provider_directory.match_expired"
    assert desk.outcome(rpc.create_link, other, **finish) == expired
    assert desk.outcome(rpc.create_link, wren, **finish | {"match_token": "k1.forged"}) == expired
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        assert desk.outcome(rpc.create_link, wren, **finish) == expired
    boss = wren.at(desk.ask(rpc.create_link, wren, **finish))
    second = desk.member(boss, FAMILY, role="administrator")
    [link] = desk.links(wren)
    desk.ask(rpc.end_link, wren, link_id=link["link_id"])
    assert desk.outcome(rpc.create_link, wren, **finish) == expired
    assert desk.links(second)[0]["state"] == "active"


def test_a_provider_id_that_has_ended_matches_nobody_and_finishes_nothing(desk):
    wren = desk.someone()
    finish = _finish(desk, wren, FAMILY)
    desk.run("UPDATE billing_providers SET ended_on = registered_on WHERE number = :number", number=FAMILY)
    assert desk.outcome(rpc.create_link, wren, **finish) == "provider_directory.match_expired"
    with pytest.raises(e.ProviderNotMatched):
        desk.match(wren, FAMILY)


def test_only_the_agreement_in_force_can_be_confirmed(desk):
    wren = desk.someone()
    finish = _finish(desk, wren, FAMILY)
    desk.run("INSERT INTO agreements VALUES ('2027-01', 'Newer words.', now())")
    with pytest.raises(e.AgreementChanged) as refused:
        desk.ask(rpc.create_link, wren, **finish)
    assert refused.value.details == {"version": "2027-01"}
    assert desk.match(wren, FAMILY)["agreement"] == {"version": "2027-01", "text": "Newer words."}


def test_version_person_time_provider_and_sealed_address_of_an_agreement_are_kept(desk):
    wren = desk.someone()
    link = desk.link(wren, FAMILY)
    [row] = desk.rows("SELECT * FROM agreement_acceptances")
    assert (row.link_id, row.account_id, row.version) == (link["link_id"], wren.account_id, "2026-01")
    assert desk.kit.sealer.unseal("provider_directory.address", row.address_sealed) == b"192.0.2.7"
    assert abs((clock.now() - row.accepted_at).total_seconds()) < 60


def test_names_and_address_of_a_person_are_nowhere_in_clear(desk):
    desk.administrator(FAMILY, first_name="Wilhelmina")
    for table in ("links", "access_changes", "outbox", "agreement_acceptances"):
        for row in desk.rows(f"SELECT to_jsonb(t)::text FROM {table} t"):  # noqa: S608 - our own names
            assert "Wilhelmina" not in row[0] and "example.org" not in row[0]


def test_linked_already_is_said_and_adds_nothing(desk):
    wren = desk.administrator(FAMILY)
    with pytest.raises(e.ProviderAlreadyLinked):
        desk.match(wren, FAMILY)
    assert desk.identity.counted[wren.account_id] == 0


def test_identity_is_asked_before_the_look(desk, monkeypatch):
    order = []
    real = desk.identity.call

    def call(procedure, fields, **more):
        order.append(procedure.name)
        return real(procedure, fields, **more)

    monkeypatch.setattr(desk.identity, "call", call)
    monkeypatch.setattr(
        "provider_directory.operations.association.offices.find_on_file", lambda *_: order.append("look")
    )
    desk.outcome(rpc.match_billing_provider, desk.someone(), **desk.letter(FAMILY))
    assert order == [identity_rpc.reserve_attempt.name, "look", identity_rpc.record_attempt.name]


def _wrong(desk):
    return desk.letter(FAMILY, zip_code="99999")


def _finish(desk, who, number, **changes):
    matched = desk.match(who, number, **changes)
    return {"match_token": matched["match_token"], "agreement_version": matched["agreement"]["version"]}
