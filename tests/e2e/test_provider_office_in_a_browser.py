"""An office on the running suite: the steps of the quick-reference guide for managing user access, in its
order and with its words (R001–R057), and what its users feel of them (R184).
"""

import json
import os
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass, field

import pytest

from support.browser import LAPTOP, PHONE, Visit
from support.journey import code_in
from support.polling import until

pytestmark = pytest.mark.timeout(300)
NAME = ("Ottilie", "Marchbanks")
COLLEAGUE = ("Fenwick", "Abernathy")


@dataclass
class Clerk:
    """Somebody of an office; names and addresses are made up per test."""

    first_name: str
    last_name: str
    username: str = field(default_factory=lambda: f"clerk-{uuid.uuid4().hex[:10]}")
    password: str = "eleven wet bicycles sing"
    email: str = ""

    def __post_init__(self) -> None:
        self.email = self.email or f"{self.username}@example.org"


@pytest.fixture(scope="session")
def letters(suite) -> dict[str, dict]:
    """What the Welcome Letters of the invented offices say, by Provider ID."""

    def run(command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "provider_directory", command],
            env={**os.environ, **suite.env}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("load-demo")
    lines = [line for line in run("demo-offices").splitlines() if line.startswith("{")]
    return {one["provider_id"]: one for one in map(json.loads, lines)}


def follow(visit: Visit, link: str, within: str = "main") -> Visit:
    with visit.page.expect_navigation():
        visit.page.locator(within).get_by_role("link", name=link, exact=True).first.click()
    return visit


def create_account(suite, visit: Visit, clerk: Clerk) -> Visit:
    """From the public provider site to a verified account (R001, R174)."""
    follow(visit.go("/provider-portal"), "Create Provider Portal Account")
    visit.fill(
        first_name=clerk.first_name, last_name=clerk.last_name, email=clerk.email, verify_email=clerk.email,
        username=clerk.username, password=clerk.password, verify_password=clerk.password,
    )  # fmt: skip
    visit.page.check("#agree")
    visit.press("SUBMIT")
    visit.fill(code=code_in(suite.mail.wait_for(clerk.email, "code"))).press("VERIFY")
    assert "Your account has been successfully created" in visit.text()
    return follow(visit, "Go to log in")


def log_in(visit: Visit, clerk: Clerk) -> Visit:
    return visit.fill(username=clerk.username, password=clerk.password).press("LOG IN")


def fill_step_one(visit: Visit, letter: dict, zip_code: str | None = None) -> Visit:
    """As it stands in the Welcome Letter."""
    visit.page.get_by_label("Provider Type").select_option(letter["type"].capitalize())
    if letter["type"] == "group":
        visit.fill(group_name=letter["group_name"])
    else:
        visit.fill(first_name=letter["first_name"], last_name=letter["last_name"])
    numbers = {"tax_id": letter["tax_id"], "provider_id": letter["provider_id"]}
    return visit.fill(**numbers, zip_code=zip_code or letter["zip_codes"][0])


def ribbon(visit: Visit) -> str:
    return visit.page.locator("header .ribbon > summary").inner_text()


def associate(visit: Visit, letter: dict) -> Visit:
    fill_step_one(visit, letter).press("Next")
    visit.page.get_by_label("I have read the Provider Agreement").check()
    return visit.press("Next")


@pytest.fixture
def administrator(suite, open_window, letters):
    """`administrator(provider_id)`: a clerk who has just associated it, and her window."""

    def made(number: str, size=LAPTOP) -> tuple[Clerk, Visit]:
        clerk = Clerk(*NAME)
        visit = log_in(create_account(suite, open_window(suite.gateway_url, size), clerk), clerk)
        return clerk, associate(visit, letters[number])

    return made


def test_associate_your_account(suite, open_window, letters):
    clerk, letter = Clerk(*NAME), letters["PCH200001"]
    visit = log_in(create_account(suite, open_window(suite.gateway_url, PHONE), clerk), clerk)
    assert visit.page.locator("h1").inner_text() == "Step 1 of 2 - Provider Eligibility"
    assert "Portal Registration Instructions" in visit.text()
    fill_step_one(visit, letter, zip_code="00501").press("Next")
    for hint in ("We could not match", "Explanation of Benefit (EOB)", "any of them", "Group Payee ID"):
        assert hint in visit.text()
    assert visit.page.input_value("#tax_id").endswith(letter["tax_id"][-4:])
    assert letter["tax_id"] not in visit.page.content()
    before = suite.mail.newest(clerk.email)[0]
    visit.fill(zip_code=letter["zip_codes"][-1] + "-1234").press("Next")
    assert visit.page.locator("h1").inner_text() == "Step 2 of 2 - Provider Agreement"
    follow(visit, "Back")
    assert visit.page.input_value("#last_name") == letter["last_name"]
    visit.press("Next")
    visit.page.get_by_label("I have read the Provider Agreement").check()
    visit.press("Next")
    assert visit.path() == "/provider"
    assert letter["provider_id"] in ribbon(visit) and "Administrator" in ribbon(visit)
    suite.mail.wait_for(clerk.email, after=before)


def test_link_your_account_and_navigate_to_other_linked_accounts(administrator, letters):
    _, visit = administrator("PCH200002")
    visit.page.locator(".left summary", has_text="Users").click()
    if not visit.page.locator(".left").get_by_role("link", name="Link Account", exact=True).is_visible():
        visit.page.locator(".left summary", has_text="Users").click()
    follow(visit, "Link Account", ".left")
    fill_step_one(visit, letters["PCH100003"]).press("Next")
    visit.page.get_by_label("I have read the Provider Agreement").check()
    visit.press("Finish")
    assert visit.page.locator("h1").inner_text() == "Manage Linked Accounts"
    for number in ("PCH200002", "PCH100003"):
        assert number in visit.text()
    assert "PCH200002" in ribbon(visit)
    visit.page.locator("header .ribbon > summary").click()
    with visit.page.expect_navigation():
        visit.page.locator("header .ribbon button", has_text="PCH100003").click()
    assert "PCH100003" in ribbon(visit)


def invite(visit: Visit, person: Clerk, zip_code: str) -> Visit:
    """Manage Users, Invite New User, the pop-up box, Add to List, Send Invitation."""
    follow(visit.go("/provider"), "Manage Users", ".left")
    visit.page.get_by_role("link", name="Invite New User", exact=True).click()
    visit.fill(
        first_name=person.first_name, last_name=person.last_name, email=person.email, zip_code=zip_code
    )
    visit.page.get_by_label("Claims", exact=True).check()
    visit.press("Add to List")
    assert person.email in visit.text()
    return visit.press("Send Invitation")


def invitation_link(suite, person: Clerk) -> str:
    mail = suite.mail.wait_for(person.email)
    found = re.search(r"https?://\S+?(/provider/invitation/\S+)", mail["text"])
    assert found, mail["text"]
    return found[1]


def test_managing_users(suite, open_window, administrator, letters):
    letter = letters["PCH100001"]
    _, visit = administrator("PCH100001")
    colleague = Clerk(*COLLEAGUE)
    invite(visit, colleague, "00501")
    assert "Failure" in visit.text() and "remittance address" in visit.text()
    with visit.page.expect_navigation():
        visit.page.locator("#invite .entry", has_text=colleague.email).locator("[name=edit]").click()
    visit.fill(zip_code=letter["zip_codes"][0]).press("Save in List").press("Send Invitation")
    assert "Success: 1 invitation" in visit.text()

    other = open_window(suite.gateway_url, PHONE).go(invitation_link(suite, colleague))
    assert letter["group_name"] in other.text()
    log_in(create_account(suite, other, colleague), colleague)
    other.go("/provider").press("Accept the invitation")
    assert other.path() == "/provider" and "User" in ribbon(other)
    other.page.check("#agree")
    other.press("Confirm")
    assert "Claims" in follow(other, "My access", ".left").text()

    follow(visit.go("/provider"), "Manage Users", ".left")
    heads = visit.page.locator("thead th").all_inner_texts()
    assert [head.replace("▲", "").strip() for head in heads] == [
        "Email", "Name", "Role", "Permissions", "Status", "Actions",
    ]  # fmt: skip
    row = visit.page.locator("tr", has_text=colleague.email)
    assert "Active" in row.inner_text()
    with visit.page.expect_navigation():
        row.get_by_role("link", name="Edit Role and Permissions").click()
    visit.page.get_by_label("Eligibility", exact=True).check()
    visit.press("Save")
    other.go("/provider/my-access")
    assert "Eligibility" in other.text() and "Permissions changed" in other.text()
    assert " ".join(NAME) in other.text()

    for step, button, said in (
        ("Make Admin", "Yes, make this person an administrator", "is now an administrator"),
        ("Revoke User", "Yes, end the access", "has ended"),
    ):
        with visit.page.expect_navigation():
            visit.page.locator("tr", has_text=colleague.email).get_by_role("link", name=step).click()
        visit.press(button)
        assert said in visit.text(), visit.text()
    until(lambda: other.go("/provider").path() != "/provider", 3, "the access has ended everywhere")
    assert "Your access to the account you were working for has ended." in other.text()
    assert COLLEAGUE[0] in other.page.inner_text("header"), "she is still logged in"
    assert "PCH100001" not in other.page.inner_text("header")
