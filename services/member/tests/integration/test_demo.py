"""The invented members: `load-demo` and `demo-people`."""

import json
import re
import unicodedata

from contracts.member.schemas import CardHolder


def test_loading_twice_changes_nothing(member, rows):
    first = member("load-demo")
    assert (first.code, first.out) == (0, "13 invented members: 13 added, 0 changed, 0 unchanged\n")
    before = rows(
        "SELECT * FROM members JOIN coverage_spans ON member_key = members.key ORDER BY 1, coverage_spans.key"
    )
    assert member("load-demo").out == "13 invented members: 0 added, 0 changed, 13 unchanged\n"
    after = rows(
        "SELECT * FROM members JOIN coverage_spans ON member_key = members.key ORDER BY 1, coverage_spans.key"
    )
    assert after == before


def people(member) -> list[dict]:
    return [json.loads(line) for line in member("demo-people").out.splitlines()]


def test_the_printed_people_are_the_loaded_ones(member, rows):
    member("load-demo")
    loaded = {
        (str(key), first, last, born)
        for key, first, last, born in rows(
            "SELECT key, first_name, last_name, date_of_birth::text FROM members"
        )
    }
    printed = {(p["member_key"], p["first_name"], p["last_name"], p["date_of_birth"]) for p in people(member)}
    assert printed == loaded


def test_printing_needs_no_database_and_no_settings(member, environment):
    environment["MEMBER_DATABASE_URL"] = ""
    assert len(people(member)) == 13


def test_everybody_can_be_typed_into_the_forms(member):
    for person in people(member):
        card = {name: person[name] for name in ("first_name", "last_name", "date_of_birth", "member_id")}
        assert CardHolder().validate(card) == {}


def test_nobody_is_real_and_nothing_reaches_anybody(member):
    for person in people(member):
        assert person["email"].endswith("@example.org")
        assert re.fullmatch(r"(831|209)-555-01\d\d", person["cell_phone"])
    for name in ("member_key", "member_id", "email", "cell_phone"):
        assert len({person[name] for person in people(member)}) == 13


def test_two_have_accounts_whose_passwords_a_strict_policy_takes(member):
    accounts = [person for person in people(member) if person["account"]]
    assert len(accounts) == 2
    for person in accounts:
        plain = unicodedata.normalize("NFKD", person["password"].lower())
        own = [
            *person["first_name"].split(),
            person["last_name"],
            person["username"],
            person["date_of_birth"][:4],
        ]
        assert len(person["password"]) >= 15 and len(person["username"]) >= 6
        assert not [
            word
            for word in [*own, "portico", "alliance", "health", "member", "password"]
            if word.lower() in plain
        ]


def test_all_five_counties_and_all_kinds_of_coverage_are_there(member, rows):
    member("load-demo")
    assert [county for (county,) in rows("SELECT DISTINCT county FROM members ORDER BY 1")] == [
        "Mariposa",
        "Merced",
        "Monterey",
        "San Benito",
        "Santa Cruz",
    ]
    [(ended, future, several)] = rows(
        """SELECT count(*) FILTER (WHERE ends_on < current_date),
                  count(*) FILTER (WHERE starts_on > current_date),
                  count(*) - count(DISTINCT member_key)
           FROM coverage_spans"""
    )
    assert ended and future and several


DOCTOR = {
    "provider_id": "00000000-0000-0000-0000-000000000007", "first_name": "Lena", "last_name": "Okoro",
    "credential": "MD", "specialty": "Family medicine", "practice": {"name": "Creekside Clinic"},
    "lines": ["medi_cal"], "county": "Merced", "free": True,
}  # fmt: skip


def test_doctors_that_are_given_become_theirs_once(member, rows):
    doctors = json.dumps(DOCTOR) + "\n" + json.dumps(DOCTOR | {"free": False, "county": "Monterey"})
    for _ in range(2):
        member("load-demo", given=doctors)
    found = rows(
        "SELECT first_name, line, provider->>'last_name' FROM pcp_spans"
        " JOIN members ON key = member_key WHERE first_name IN ('Tou', 'Rosa', 'Kevin')"
    )
    assert found == [("Tou", "medi_cal", "Okoro")]  # Rosa's coverage ended, Kevin's has not begun


def test_everybody_has_an_address_a_card_can_go_to(member, rows):
    for _ in range(2):
        member("load-demo")
    homes = rows("SELECT count(*), count(DISTINCT member_key) FROM contact_points WHERE use = 'home'")
    assert homes == [(13, 13)]


def test_a_crowd_of_two_thousand_comes_on_top_and_some_have_no_doctor(member, rows):
    done = member("load-demo", "--crowd", "2000", given=json.dumps(DOCTOR))
    assert done.out == "2,013 invented members: 2,013 added, 0 changed, 0 unchanged\n"
    assert rows("SELECT count(*) FROM members") == [(2013,)]
    [(covered, without)] = rows(
        """SELECT count(*), count(*) FILTER (WHERE pcp_spans.id IS NULL)
           FROM coverage_spans LEFT JOIN pcp_spans USING (member_key, line)
           WHERE line = 'medi_cal' AND coverage_spans.starts_on <= current_date
               AND coalesce(coverage_spans.ends_on, current_date) >= current_date"""
    )
    assert 100 < without < covered / 2


def test_the_people_of_the_plan_have_work_and_a_second_run_gives_them_no_more(member, rows):
    other = DOCTOR | {"provider_id": "00000000-0000-0000-0000-000000000099", "county": "Mariposa"}
    doctors = "\n".join(json.dumps(doctor) for doctor in (DOCTOR, other))
    for _ in range(2):
        member("load-demo", given=doctors)
    assert rows("SELECT state, count(*) FROM card_orders GROUP BY 1 ORDER BY 1") == [
        ("mailed", 1), ("ordered", 2), ("printed", 1), ("returned", 1),
    ]  # fmt: skip
    assert rows("SELECT rules, state FROM pcp_exceptions") == [(["same_month"], "open")]
    assert rows("SELECT what, count(*) FROM record_looks GROUP BY 1 ORDER BY 1") == [
        ("card_batch", 3), ("record", 1),
    ]  # fmt: skip


def test_who_has_an_account_can_order_a_card_in_the_demo(member, rows):
    member("load-demo")
    with_accounts = "', '".join(person["member_key"] for person in people(member) if person["account"])
    assert rows(f"SELECT 1 FROM card_orders WHERE member_key IN ('{with_accounts}')") == []
