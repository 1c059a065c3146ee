"""The Welcome Letter: looked up, issued with a reason, printed (R026, R029, R231)."""

import io

import pypdf
from checking import check
from test_staff_offices import HARBOR, open_harbor

from contracts.provider_directory import rpc
from servicekit import clock

LETTER = f"{HARBOR}/welcome-letter"


def test_the_letter_is_looked_up_with_its_addresses(agent):
    open_harbor(agent)
    text = check(agent.get(LETTER)).text
    for said in ("Remittance address", "PO Box 77", "Suite 2", "Salinas, CA 93901", "May 1, 2024"):
        assert said in text, said
    assert "Open the letter to print" not in text


def test_no_letter_leaves_without_a_row_that_says_why(agent, desk, identity):
    open_harbor(agent)
    assert agent.get(f"{LETTER}.pdf").location == LETTER
    assert set(check(agent.submit(LETTER)).errors()) == {"reason"}
    assert not desk.issues
    answer = agent.submit(LETTER, reason="The office lost it.")
    assert "Open the letter to print" in check(agent.get(answer.location)).text
    assert identity.made(rpc.record_letter_issued)[-1].fields["reason"] == "The office lost it."


def test_the_document_holds_what_association_asks_for_and_not_the_whole_tax_id(agent):
    open_harbor(agent)
    agent.submit(LETTER, reason="The office lost it.")
    answer = agent.get(f"{LETTER}.pdf")
    assert answer.mimetype == "application/pdf"
    [sheet] = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    text = " ".join(sheet.extract_text().split())
    for said in (
        "Harbor Family Medicine", "PCH004300", "Group Payee ID", "ends in 4321", "PO Box 77", "5 Harbor Way",
        "93901", "Tomas Reyes", "831-555-0199", "831-555-0131",
    ):  # fmt: skip
        assert said in text, said
    assert "987654321" not in text and "98-7654321" not in text


def test_who_did_not_issue_it_or_long_ago_does_not_print_it(agent, desk):
    open_harbor(agent)
    agent.submit(LETTER, reason="The office lost it.")
    desk.issues[0]["issued_at"] = clock.now().replace(year=2025)
    assert agent.get(f"{LETTER}.pdf").location == LETTER
