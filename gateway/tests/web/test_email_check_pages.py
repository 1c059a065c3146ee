"""An e-mail address among the contact details: a code proves that she reads it (R142)."""

import uuid

import pytest
from checking import check
from pretend import PASSWORD
from pretend_contact import CODE

from contracts.errors import RateLimited
from contracts.identity import errors as e
from contracts.member import rpc
from contracts.member.errors import ContactChanged

PROFILE = "/my-account/profile"
NEW = {"use": "other", "email": "rosa.work@example.org"}


@pytest.fixture
def signed_in(browser):
    """Rosa's browser."""
    assert browser.submit("/log-in", username="rosa.santos", password=PASSWORD).location == "/my-account"
    return browser


@pytest.fixture
def entry(identity):
    """Her other address, which nobody has verified."""
    return identity.contact.of("email")[0]


def page_of(entry, rest=""):
    return f"{PROFILE}/email/{entry['contact_point_id']}/verify{rest}"


def again(browser, entry):
    return browser.submit(page_of(entry, "/new-code"), shown_on=page_of(entry))


def test_a_new_address_is_sent_a_code_at_once_and_counts_after_it(signed_in, identity):
    asks = signed_in.submit(f"{PROFILE}/email/new", **NEW).location
    assert [call.fields["version"] for call in identity.made(rpc.start_email_check)] == [1]
    page = check(signed_in.get(asks))
    assert NEW["email"] in page.text and "We have sent a code" in page.text
    assert signed_in.submit(asks, code=f"{CODE[:3]} {CODE[3:]}").location == PROFILE
    text = check(signed_in.get(PROFILE)).text
    assert "Your email address is verified" in text and f"Other email Verified {NEW['email']}" in text


def test_an_unverified_address_leads_to_its_code_and_a_verified_one_does_not(signed_in, entry):
    links = [a.attrs["href"] for a in check(signed_in.get(PROFILE)).all("a") if a.text == "Verify"]
    assert links == [page_of(entry)]
    assert "We have sent a code" not in check(signed_in.get(page_of(entry))).text, "nothing was sent yet"
    entry["verified"] = True
    assert not [a for a in check(signed_in.get(PROFILE)).all("a") if a.text == "Verify"]
    assert signed_in.get(page_of(entry)).location == PROFILE


def test_a_code_is_sent_again_and_a_reload_is_harmless(signed_in, identity, entry):
    assert again(signed_in, entry).location == page_of(entry)
    assert "We have sent a new code" in check(signed_in.get(page_of(entry))).text
    assert signed_in.get(page_of(entry, "/new-code")).location == page_of(entry)
    assert len(identity.made(rpc.start_email_check)) == 1


def test_that_a_code_is_on_its_way_is_said_of_its_own_address_alone(signed_in, identity, entry):
    signed_in.submit(f"{PROFILE}/email/new", **NEW)
    assert "We have sent a code" not in check(signed_in.get(page_of(entry))).text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (e.CodeWrong(attempts_left=4), "left"),
        (e.CodeExpired(), "too old"),
        (e.CodeAttemptsExhausted(retry_after=3600), "Wait"),
    ],
)
def test_a_code_that_is_not_good_stands_beside_its_box(signed_in, identity, entry, error, words):
    identity.on(rpc.confirm_email_check, error)
    answer = signed_in.submit(page_of(entry), code="000000")
    page = check(answer)
    assert answer.status_code >= 400 and words in page.errors()["code"]


def test_an_address_is_saved_though_no_code_can_be_sent_now(signed_in, identity):
    identity.on(rpc.start_email_check, RateLimited(retry_after=60))
    asks = signed_in.submit(f"{PROFILE}/email/new", **NEW).location
    text = check(signed_in.get(asks)).text
    assert "Your email address has been saved" in text and "We have sent a code" not in text
    assert "Wait 60 seconds" in text


def test_a_new_code_too_soon_says_when(signed_in, identity, entry):
    identity.on(rpc.start_email_check, RateLimited(retry_after=60))
    answer = again(signed_in, entry)
    assert answer.status_code == 429 and "Wait 60 seconds" in check(answer).one("div", role="alert").text


def test_an_address_that_was_changed_elsewhere_meanwhile_says_so(signed_in, identity, entry):
    shown = identity.contact._shown(entry)
    identity.on(rpc.start_email_check, ContactChanged(current=rpc.create_contact_point.gives().dump(shown)))
    answer = again(signed_in, entry)
    assert answer.status_code == 409 and "changed somewhere else" in check(answer).text


def test_an_address_that_is_not_hers_is_nowhere(signed_in, identity, entry):
    never = {"contact_point_id": uuid.uuid4()}
    phone = identity.contact.of("phone")[0]
    token = signed_in.csrf(page_of(entry))
    headers = {"Referer": "https://portico.example.org" + PROFILE}
    for one in (never, phone):
        assert signed_in.get(page_of(one)).status_code == 404
        answer = signed_in.post(page_of(one, "/new-code"), data={"csrf_token": token}, headers=headers)
        assert answer.status_code == 404
    data = {"csrf_token": token, "code": CODE}
    assert signed_in.post(page_of(never), data=data, headers=headers).status_code == 404
