"""What the pages of the console have in common, and who may see which."""

import uuid

import pytest
from checking import check
from pretend_staff import MEMBER
from staff_steps import RECORD, WHY, open_record
from support_peers import Browser

OURS = ("console", "second_factor", "staff_members", "staff_member_cards", "staff_member_doctors",
        "staff_cards", "pcp_exceptions", "staff_addresses")  # fmt: skip
ORDER, EXCEPTION, BATCH = uuid.UUID(int=100001), uuid.UUID(int=3001), uuid.UUID(int=4001)
ACCOUNT = f"/staff/accounts/{uuid.UUID(int=700)}"
HALFWAY = ["/staff/second-factor/set-up", "/staff/second-factor", "/staff/second-factor/recovery-code"]
CLERKS = [
    "/staff", "/staff/members", WHY, RECORD, f"{RECORD}/looks", f"{RECORD}/order-card",
    f"{RECORD}/orders/{ORDER}/cancel", f"{RECORD}/change-pcp", f"{RECORD}/exceptions/{EXCEPTION}", ACCOUNT,
    "/staff/pcp-exceptions", "/staff/addresses", "/staff/second-factor/recovery-codes",
]  # fmt: skip
MAILROOMS = [
    "/staff/cards", "/staff/cards?state=printed", f"/staff/cards/{ORDER}/returned",
    f"/staff/cards/{ORDER}/cancel", "/staff/second-factor/recovery-codes",
]  # fmt: skip


@pytest.fixture
def busy(staff):
    """Something of everything."""
    staff.order(100001)
    staff.order(100002, state="printed", batch_id=BATCH)
    staff.ask(exception_id=EXCEPTION)


@pytest.mark.parametrize("path", CLERKS)
def test_a_page_of_member_services_is_whole_and_has_the_menu(clerk, busy, path):
    open_record(clerk)
    page = check(clerk.get(path))
    assert "Console" in page.one("nav", class_="left").text
    assert [e.text.strip() for e in page.all("summary") if "Welcome" in e.text] == ["Welcome Rosa"]


@pytest.mark.parametrize("path", MAILROOMS)
def test_a_page_of_the_mailroom_is_whole_and_has_the_menu(mailroom, busy, path):
    assert "Card orders" in check(mailroom.get(path)).one("nav", class_="left").text


@pytest.mark.parametrize("path", [*HALFWAY, *CLERKS, *MAILROOMS])
def test_a_page_of_the_console_sends_strangers_to_log_in_and_back(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/log-in?next={path.split('?')[0]}")


@pytest.mark.parametrize("path", [*CLERKS, *MAILROOMS])
def test_members_and_offices_get_nothing_of_the_console(app, identity, path):
    for role in ("member", "provider"):
        other = Browser(app)
        other.keep_session(identity.tokens(roles=[role], kind=role))
        assert other.get(path).status_code == 403


def test_the_lists_above_hold_every_page(app):
    values = {"member_key": MEMBER, "order_id": ORDER, "exception_id": EXCEPTION, "act": "returned"}
    values |= {"account_id": uuid.UUID(int=700), "batch_id": BATCH, "step": "unlock"}
    shown = {path.split("?")[0] for path in [*HALFWAY, *CLERKS, *MAILROOMS]}
    with app.test_request_context(base_url="https://portico.example.org"):
        for rule in app.url_map.iter_rules():
            again = rule.endpoint.endswith(("_again", ".document"))
            if rule.endpoint.split(".")[0] in OURS and "GET" in rule.methods and not again:
                path = rule.build({name: values[name] for name in rule.arguments})[1]
                assert path in shown, rule


def test_a_reloaded_answer_of_a_form_leads_back_to_its_page(clerk):
    assert clerk.get("/staff/second-factor/set-up/confirm").location == "/staff/second-factor"
    assert clerk.get(f"{ACCOUNT}/unlock").location == ACCOUNT


def test_a_reloaded_batch_leads_to_what_is_printed(mailroom):
    for path in ("/staff/cards/batches", "/staff/cards/mailed"):
        assert mailroom.get(path).location == "/staff/cards?state=printed"
