"""Doctors who treated a member, from a claim file to her page (R118), on the running suite."""

import os
import subprocess
import sys

import pytest

from support.claim_files import LENA, OMAR, claim, interchange
from support.journey import create_account
from support.page_client import PageClient

ROBLES = "Ana María Robles"
"""The invented directory's doctor with Lena's NPI."""
STRANGER = "2999999990"
SOMEBODY_ELSES = "Íñigo Muñoz-Ángeles"


def visit(account: str, member_id: str, npi: str) -> list[str]:
    """A claim for that member, whom that doctor treated on 5 October 2026."""
    doctor = [f"NM1*82*1*DOCTOR*D****XX*{npi}"]
    return claim(account, subscriber=f"NM1*IL*1*N*N****MI*{member_id}", rendering=doctor)


@pytest.fixture
def two_patients(suite, newcomer, doctors, tmp_path):
    """Two people with accounts, the first treated by two doctors and the second by a third."""
    people = [newcomer(), newcomer()]
    hers, theirs = (person.member_id for person in people)
    claims = [visit("A", hers, LENA), visit("B", hers, STRANGER), visit("A", theirs, OMAR)]
    path = tmp_path / "sent.837"
    path.write_text(interchange([segment for one in claims for segment in one]))
    words = [str(path), "--received", "2026-10-20", "--report", str(tmp_path / "report.csv")]
    done = subprocess.run(
        [sys.executable, "-m", "claims", "load-claims", *words],
        env={**os.environ, **suite.env}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "3 accepted: 3 added" in done.stdout, done.stdout + done.stderr
    return people


def test_each_sees_her_own_doctors_and_the_page_comes_without_claims_too(suite, two_patients):
    owner, other = two_patients
    api, stranger = create_account(suite, owner), create_account(suite, other)
    seen = api.send("GET", "/me/treating-doctors").json()["doctors"]
    assert seen == [{"npi": npi, "last_service_on": "2026-10-05"} for npi in (LENA, STRANGER)]
    named = api.send("POST", "/practitioners/search", {"npis": [LENA, STRANGER]}).json()["practitioners"]
    assert [f"{one['first_name']} {one['last_name']}" for one in named] == [ROBLES]
    theirs = stranger.send("GET", "/me/treating-doctors").json()["doctors"]
    assert [one["npi"] for one in theirs] == [OMAR]

    browser = PageClient(suite.gateway_url)
    browser.post("/log-in", "/log-in", username=owner.username, password=owner.password)
    text = browser.get("/my-account/providers").text
    assert "Doctors you have seen" in text and ROBLES in text and f">{STRANGER}<" in text
    assert "Last seen on October 5, 2026" in text and SOMEBODY_ELSES not in text
    claims = suite.processes["claims"]
    claims.suspend()
    try:
        without = browser.get("/my-account/providers")
    finally:
        claims.resume()
    assert without.status_code == 200 and "We can't show these doctors right now." in without.text
    assert "You have no primary doctor yet" in without.text and ROBLES not in without.text
