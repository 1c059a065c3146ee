"""What an office may no longer see is gone within a second, whatever somebody still holds: a token from
before, an open page, or the id of the context (R018, R037, R053). And what it may not see yet is not there
(R022)."""

import csv
import os
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest

from contracts.errors import ContractError
from contracts.member.rpc import list_roster
from contracts.provider_directory import rpc as directory
from provider_directory.rules.npi import with_check_digit
from servicekit import clock
from support.journey import Api
from support.polling import until

pytestmark = pytest.mark.promised
WITHIN = 1.0
NEEDED = "provider_directory.agreement_needed"
PLACE = ("PO Box 7", "Salinas", "CA", "93901")


@pytest.fixture(scope="module")
def clinic(suite, doctors, tmp_path_factory):
    """A group of one doctor, of this module's own: the `doctor`'s row, the `entry` that step 1 asks for, and
    `leaves()`, which loads a roster with her last day."""
    folder, number = tmp_path_factory.mktemp("clinic"), uuid.uuid4().int
    today = clock.today("America/Los_Angeles")
    group = {"name": f"Clinic {number % 10**6}", "tax_id": f"0002{number % 10**5:05}"}
    doctor = {
        "npi": with_check_digit(f"2{number % 10**8:08}"), "first_name": "Isaura",
        "last_name": "Quick" + "".join(chr(ord("a") + int(digit)) for digit in f"{number % 10**6:06}"),
        "gender": "female", "specialties": "207Q00000X", "group_name": group["name"],
        "tax_id": group["tax_id"], "line1": "1 Demo Street", "city": "Salinas", "state": "CA",
        "zip_code": "93901", "county": "Monterey", "line": "medi_cal", "accepting": "open",
        "starts_on": str(today - timedelta(days=30)), "ends_on": "",
    }  # fmt: skip
    office = {"provider_id": f"E2E{number % 10**9:09}", "type": "group", "npi": "", **group}
    office |= zip(
        ("remittance_" + part for part in ("line1", "city", "state", "zip_code")), PLACE, strict=True
    )

    def load(command, row):
        with open(folder / "list.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
        done = subprocess.run(
            [sys.executable, "-m", "provider_directory", command, "list.csv"], cwd=folder,
            env={**os.environ, **suite.env}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0 and "1 accepted" in done.stdout, done.stdout + done.stderr

    load("load-roster", doctor)
    load("load-billing-providers", office)
    yesterday = str(today - timedelta(days=1))
    return {
        "doctor": doctor, "leaves": lambda: load("load-roster", doctor | {"ends_on": yesterday}),
        "entry": {"type": "group", "group_name": group["name"], "tax_id": group["tax_id"],
                  "provider_id": office["provider_id"], "zip_code": PLACE[3]},
    }  # fmt: skip


@pytest.fixture(scope="module")
def head(cast, clinic):
    """Its administrator."""
    person = cast.office_person()
    cast.associate(person, clinic["entry"])
    return person


@pytest.fixture
def second(cast, head):
    """Another administrator of it, with her Link."""
    person = cast.office_person()
    link = cast.join(person, head)
    row = head.done("GET", f"/office/users/{link['link_id']}")["user"]
    body = {"role": "administrator", "grants": []}
    changed = head.send(
        "PUT", f"/office/users/{link['link_id']}/access", body, **{"If-Match": f'"{row["version"]}"'}
    )
    assert changed.ok, changed.text
    return person, link


@pytest.fixture
def doctor(suite, clinic, client_for):
    """The clinic's doctor, as the directory shows her."""
    asked = {"last_name": clinic["doctor"]["last_name"], "line": "medi_cal", "age": 50, "sex": "female"}
    return client_for(suite.env, "member").call(directory.search_providers, asked)["providers"][0]


@pytest.fixture
def owner(newcomer):
    """Who is her patient; she has no account."""
    return newcomer()


def refused(client, procedure, token: str) -> bool:
    """Whether the service itself refuses the token, whatever the gateway knows."""
    try:
        client.call(procedure, {}, token=token)
    except ContractError:
        return True
    return False


def sees_nothing(suite, client, person, token: str, context_id: str) -> bool:
    """With the token from before, at the gateway and at each service; and with the context's id."""
    old, renewed = Api(suite.gateway_url, token), {"context_id": context_id}
    return (
        all(old.send("GET", "/office").status_code == 401 for _ in range(6))
        and refused(client, directory.get_own_access, token)
        and refused(client, list_roster, token)
        and person.pages.get("/provider/users").status_code == 303
        and person.send("PUT", "/me/context", renewed).status_code in (401, 404)
    )


def revoke(head, person, link):
    head.done("POST", f"/office/users/{link['link_id']}/revocation", {"reason": "left"})


def unlink(head, person, link):
    assert person.send("DELETE", f"/me/links/{link['link_id']}").ok


@pytest.mark.parametrize("end", [revoke, unlink])
def test_who_is_revoked_or_unlinks_sees_nothing_with_what_she_still_holds(
    suite, client_for, head, second, end
):
    person, link = second
    client, token = client_for(suite.env), person.tokens["access_token"]
    assert Api(suite.gateway_url, token).send("GET", "/office").ok
    assert person.pages.get("/provider/users").status_code == 200
    assert not refused(client, directory.get_own_access, token)
    until(lambda: not refused(client, list_roster, token), 5, "her access is known to the roster")
    end(head, person, link)
    until(
        lambda: sees_nothing(suite, client, person, token, link["context_id"]),
        WITHIN,
        "nothing is seen any more",
    )


def test_patients_of_a_doctor_who_left_the_tax_id_are_seen_no_more(
    suite, client_for, head, clinic, patient, doctor
):
    client, token = client_for(suite.env), head.tokens["access_token"]
    asked = {"practitioner_id": doctor["provider_id"]}

    def patients():
        return client.call(list_roster, asked, token=token)["entries"]

    until(patients, 5, "her patient is on the list")
    assert patient.last_name in head.pages.get("/provider/patients").text
    clinic["leaves"]()
    until(lambda: not patients(), WITHIN, "nor by naming her in the request")
    until(lambda: patient.last_name not in head.pages.get("/provider/patients").text, WITHIN, "nor on a page")


def test_who_accepted_an_invitation_confirms_the_agreement_before_she_does_anything_by_the_api(
    cast, client_for, suite, head
):
    person, client = cast.office_person(), client_for(suite.env)
    cast.accept(person, head, role="administrator")
    token = person.tokens["access_token"]
    shut = [person.send("POST", f"/office/{what}/search", {}) for what in ("my-access", "users")]
    assert [(one.status_code, one.json()["code"]) for one in shut] == [(403, NEEDED)] * 2
    assert "/office/agreement" in shut[0].json()["detail"]
    assert refused(client, directory.list_users, token) and refused(client, list_roster, token)
    assert person.pages.get("/provider/patients").headers["Location"].endswith("/provider")
    home = person.done("GET", "/office")
    assert (home["features"], home["representative"], home["practitioner_count"]) == ([], None, 0)
    cast.agree(person)
    assert person.done("GET", "/office")["features"]
    assert person.done("POST", "/office/users/search", {})["users"]
    until(lambda: not refused(client, list_roster, token), 5, "her access is known to the roster")
