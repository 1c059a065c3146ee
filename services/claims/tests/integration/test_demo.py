"""The invented claims: the same every time, of people and doctors whom other services invented."""

import io
import json

import pytest

from claims.__main__ import PROGRAM
from claims.operations.demo import load_demo
from claims.operations.treating_doctors import list_treating_doctors
from contracts.procedures import MEMBER
from servicekit.work import Viewer
from support.claim_files import INES, LENA, MEMBERS, OMAR, TOU

PEOPLE = [
    {"member_id": "pch-1000-0101", "member_key": str(MEMBERS["PCH10000101"]), "date_of_birth": "1986-04-17"},
    {"member_id": "PCH-1000-0102", "member_key": str(MEMBERS[TOU]), "date_of_birth": "1979-11-02"},
    {"member_id": "PCH-1000-0112", "member_key": str(MEMBERS[TOU]), "date_of_birth": "2024-05-05"},
]
DOCTORS = [{"npi": npi, "provider_id": "x"} for npi in (LENA, OMAR, INES)]


def test_the_demo_gives_each_grown_up_some_doctors_and_a_second_run_changes_nothing(kit, rows):
    first = load_demo(kit.database, kit.settings.index_key, PEOPLE, DOCTORS)
    assert (first.added, first.rejected) == (11, 0)
    before = rows("SELECT claims::text FROM claims ORDER BY 1")
    again = load_demo(kit.database, kit.settings.index_key, PEOPLE, DOCTORS)
    assert (again.unchanged, again.rows) == (11, 11)
    assert rows("SELECT claims::text FROM claims ORDER BY 1") == before


def test_one_of_them_is_hidden_from_representatives(kit, ana):
    load_demo(kit.database, kit.settings.index_key, PEOPLE, [{"npi": npi} for npi in (LENA, OMAR, INES)])

    def npis(role):
        work = kit.work(viewer=Viewer(person_key=ana, roles=frozenset({role})))
        return {one["npi"] for one in list_treating_doctors(work)["doctors"]}

    hers, theirs = npis(MEMBER), npis("representative")
    assert {LENA, OMAR, INES} < hers and len(hers - theirs) == 1


def test_the_command_reads_what_the_other_services_print(kit, environment, monkeypatch, capsys, rows):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    given = "\n".join(json.dumps(one) for one in [*PEOPLE, *DOCTORS])
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    assert PROGRAM.main(["load-demo"]) == 0
    assert "11 invented claims: 11 added, 0 unchanged" in capsys.readouterr().out
    assert rows("SELECT count(*) FROM claims") == [(11,)]


@pytest.mark.parametrize(("people", "doctors"), [([], DOCTORS), (PEOPLE, [])])
def test_without_people_or_doctors_there_are_no_claims(kit, rows, people, doctors):
    assert load_demo(kit.database, kit.settings.index_key, people, doctors).rows == 0
    assert rows("SELECT count(*) FROM claims") == [(0,)]
