"""Profile, tab Personal Information: the member's directions, versions, deleting (R107, R137-R143, R158)."""

import uuid

import pytest
from checking import check
from pretend import PASSWORD
from pretend_contact import CELL

from contracts.errors import InvalidInput
from contracts.identity import rpc as identity_rpc
from contracts.member import errors as e
from contracts.member import rpc
from gateway.security.doors import MEMBER, door_of

PROFILE = "/my-account/profile"
ADDRESS = {
    "use": "mailing", "line1": "PO Box 12", "line2": "", "city": "Hollister", "state": "CA",
    "zip_code": "95023", "county": "San Benito",
}  # fmt: skip
PHONE = {"use": "home", "number": "831-555-0199", "extension": ""}
EMAIL = {"use": "other", "email": "rosa.work@example.org"}
NEW = {"address": ADDRESS, "phone": PHONE, "email": EMAIL}


@pytest.fixture
def signed_in(browser):
    """Rosa's browser."""
    assert browser.submit("/log-in", username="rosa.santos", password=PASSWORD).location == "/my-account"
    return browser


@pytest.fixture
def contact(identity):
    """What is on file of Rosa."""
    return identity.contact


def path_of(entry, rest=""):
    return f"{PROFILE}/{entry['kind']}/{entry['contact_point_id']}{rest}"


def save(browser, entry, fields, version=None):
    version = str(version or entry["version"])
    return browser.submit(path_of(entry), **{"version": version} | fields)


def flashed(browser):
    """The notices on the profile page."""
    page = check(browser.get(PROFILE))
    return " ".join(e.text for e in page.all("div") if "notice" in (e.attrs.get("class") or ""))


def test_the_first_screen_is_the_tab_personal_information_with_its_three_categories(signed_in):
    page = check(signed_in.get(PROFILE))
    assert page.one("h1").text == "Profile"
    current = [
        e.text for e in page.all("a", aria_current="page") if e.parent.parent.parent.attrs["class"] == "tabs"
    ]
    assert current == ["Personal Information"]
    assert [title.text for title in page.all("h3")] == ["Address", "Phone Number(s)", "Email Address"]


def test_every_entry_has_edit_and_delete_and_every_category_add_new(signed_in, contact):
    page = check(signed_in.get(PROFILE))
    entries = [e for e in page.all("li") if e.attrs.get("class") == "entry"]
    assert len(entries) == len(contact.entries) + 1
    for words in ("Edit", "Delete"):
        links = [link.attrs["href"] for link in page.all("a") if link.text == words]
        assert len(set(links)) == len(entries), words
    assert [link.attrs["href"] for link in page.all("a") if link.text == "Add New"] == [
        f"{PROFILE}/{kind}/new" for kind in ("address", "phone", "email")
    ]


def test_what_is_on_file_is_shown_as_a_person_writes_it(signed_in):
    text = check(signed_in.get(PROFILE)).text
    for said in (
        "Home address", "12 Pajaro Lane", "Watsonville, CA 95076", "Santa Cruz County",
        "Cell phone Preferred Text messages OK 831-555-0142", "831-555-0143, extension 12",
        "Email for your account Verified rosa@example.org",
        "Personal email Not verified rosa.home@example.org",
    ):  # fmt: skip
        assert said in text


def test_the_first_page_asks_each_service_once_and_the_next_ones_member_alone(signed_in, identity):
    for asked in ([rpc.get_contact, identity_rpc.get_account], [rpc.get_contact]):
        identity.calls.clear()
        assert "rosa@example.org" in check(signed_in.get(PROFILE)).text
        assert [call.procedure for call in identity.calls] == asked


@pytest.mark.parametrize("kind", ["address", "phone", "email"])
def test_a_new_entry_is_added_and_the_page_says_so(signed_in, contact, kind):
    check(signed_in.get(f"{PROFILE}/{kind}/new"))
    before = len(contact.of(kind))
    next_page = signed_in.submit(f"{PROFILE}/{kind}/new", **NEW[kind]).location
    assert len(contact.of(kind)) == before + 1
    assert next_page == (path_of(contact.of("email")[-1], "/verify") if kind == "email" else PROFILE)
    assert "has been saved" in flashed(signed_in)


@pytest.mark.parametrize("kind", ["address", "phone", "email"])
def test_an_entry_is_shown_for_editing_and_saved_as_the_version_that_was_seen(
    signed_in, identity, contact, kind
):
    entry = contact.of(kind)[0]
    page = check(signed_in.get(path_of(entry)))
    assert page.one("input", name="version").attrs["value"] == "1"
    next_page = save(signed_in, entry, NEW[kind]).location
    assert next_page == (path_of(entry, "/verify") if kind == "email" else PROFILE)
    call = identity.made(rpc.change_contact_point)[0]
    assert (call.fields["version"], call.fields["kind"]) == (1, kind)
    assert contact.of(kind)[0]["version"] == 2


def test_the_boxes_of_an_entry_hold_what_it_says(signed_in, contact):
    page = check(signed_in.get(path_of(contact.of("phone")[0])))
    assert page.field("number").attrs["value"] == "831-555-0142"
    assert "checked" in page.field("preferred").attrs and "checked" in page.field("text_consent").attrs
    page = check(signed_in.get(path_of(contact.of("address")[0])))
    chosen = [option.text for option in page.all("option") if "selected" in option.attrs]
    assert chosen == ["Home address", "CA", "Santa Cruz"]


def test_a_county_of_elsewhere_stays_choosable(signed_in, contact):
    contact.of("address")[0]["county"] = "Fresno"
    page = check(signed_in.get(path_of(contact.of("address")[0])))
    assert "Fresno" in [option.text for option in page.all("option") if "selected" in option.attrs]


def test_a_county_that_nobody_named_is_asked_for(signed_in, contact):
    contact.of("address")[0]["county"] = "Unknown"
    assert "Unknown" not in check(signed_in.get(PROFILE)).text
    page = check(signed_in.get(path_of(contact.of("address")[0])))
    assert "Unknown" not in [option.text for option in page.all("option")]


def test_a_box_that_was_cleared_is_saved_as_cleared(signed_in, contact):
    cell = contact.of("phone")[0]
    save(signed_in, cell, {"use": "cell", "number": "831-555-0142"})
    assert (cell["preferred"], cell["text_consent"]) == (False, False)


def test_after_saving_an_address_she_is_told_to_tell_the_county_too(signed_in, contact):
    signed_in.submit(f"{PROFILE}/address/new", **ADDRESS)
    assert "tell your county" in flashed(signed_in)
    signed_in.submit(f"{PROFILE}/phone/new", **PHONE)
    assert "tell your county" not in flashed(signed_in)


def test_an_address_out_of_the_area_is_saved_and_warned_about(signed_in, contact):
    answer = signed_in.submit(f"{PROFILE}/address/new", **ADDRESS | {"county": "Other", "city": "Fresno"})
    assert answer.location == PROFILE
    assert "outside the counties" in flashed(signed_in)
    text = check(signed_in.get(PROFILE)).text
    assert "Another county This address is outside the counties" in text, "and it stays beside the entry"


@pytest.mark.parametrize(("kind", "change", "errors"), [
    ("address", {"line1": " ", "zip_code": "9502"}, {"line1": "Fill in this box.", "zip_code": "Enter a"}),
    ("address", {"use": "", "county": ""}, {"use": "Fill in this box.", "county": "Fill in this box."}),
    ("phone", {"text_consent": "1"}, {"text_consent": "Text messages reach cell phones only."}),
    ("phone", {"number": ""}, {"number": "Fill in this box."}),
    ("phone", {"extension": "x"}, {"extension": "Use digits alone"}),
    ("email", {"email": "rosa"}, {"email": "Enter an email address"}),
])  # fmt: skip
def test_what_is_wrong_stands_beside_its_box_and_nothing_typed_is_lost(
    signed_in, identity, kind, change, errors
):
    answer = signed_in.submit(f"{PROFILE}/{kind}/new", **NEW[kind] | change)
    page = check(answer)
    assert answer.status_code == 422 and page.errors().keys() == errors.keys()
    for name, words in errors.items():
        assert words in page.errors()[name]
    assert not identity.made(rpc.create_contact_point)


def test_a_number_that_member_refuses_is_refused_beside_its_box(signed_in, identity):
    identity.on(rpc.create_contact_point, InvalidInput(fields={"number": ["field.invalid_phone"]}))
    page = check(signed_in.submit(f"{PROFILE}/phone/new", **PHONE | {"number": "555-0142"}))
    assert "US phone number" in page.errors()["number"]
    assert page.field("number").attrs["value"] == "555-0142"


def test_the_second_of_two_tabs_is_told_and_shown_the_difference(signed_in, contact):
    cell = contact.of("phone")[0]
    contact.change_elsewhere(cell, number="+18315550177", preferred=False)
    answer = save(signed_in, cell, {"use": "cell", "number": "831-555-0188", "preferred": "1"}, version=1)
    page = check(answer)
    assert answer.status_code == 409
    assert "changed somewhere else" in page.one("div", role="alert").text
    rows = [[cell.text for cell in page.elements if cell.parent is row] for row in page.all("tr")[1:]]
    assert rows == [
        ["Phone Number", "831-555-0188", "831-555-0177"],
        ["Call me at this number first", "Yes", "No"],
        ["You may send text messages to this number", "No", "Yes"],
    ]
    assert cell["number"] == "+18315550177", "nothing was overwritten"
    assert page.field("number").attrs["value"] == "831-555-0188", "nothing typed was lost"


def test_after_she_saw_the_difference_she_can_save_hers(signed_in, contact):
    cell = contact.of("phone")[0]
    contact.change_elsewhere(cell, number="+18315550177")
    fields = {"use": "cell", "number": "831-555-0188"}
    shown = check(save(signed_in, cell, fields, version=1)).one("input", name="version").attrs["value"]
    assert shown == "2"
    assert save(signed_in, cell, fields, version=shown).location == PROFILE
    assert cell["number"] == "831-555-0188"


def test_deleting_asks_once_more_on_a_page_of_its_own(signed_in, contact):
    work = contact.of("phone")[1]
    page = check(signed_in.get(path_of(work, "/delete")))
    assert "831-555-0143, extension 12" in page.text
    assert "Yes, delete" in [button.text for button in page.all("button")]
    assert work in contact.entries, "asking deletes nothing"
    answer = signed_in.submit(path_of(work, "/delete"), version="1")
    assert answer.location == PROFILE and work not in contact.entries
    assert "The phone number has been deleted" in flashed(signed_in)


def test_what_was_changed_elsewhere_is_shown_before_it_is_deleted(signed_in, contact):
    work = contact.of("phone")[1]
    contact.change_elsewhere(work, extension="77")
    answer = signed_in.submit(path_of(work, "/delete"), version="1")
    page = check(answer)
    assert answer.status_code == 409 and work in contact.entries
    assert "extension 77" in page.text and page.one("input", name="version").attrs["value"] == "2"


def test_the_last_mailing_address_says_why_it_stays(signed_in, contact):
    home = contact.of("address")[0]
    page = check(signed_in.get(path_of(home, "/delete")))
    assert "We send your mail to this address." in page.text
    assert not [button for button in page.all("button") if button.text == "Yes, delete"]
    signed_in.submit(f"{PROFILE}/address/new", **ADDRESS)
    assert signed_in.submit(path_of(home, "/delete"), version="1").location == PROFILE


def test_a_refusal_to_delete_reads_the_same_when_it_comes_late(signed_in, identity, contact):
    identity.on(rpc.end_contact_point, e.ContactPointNeeded())
    answer = signed_in.submit(path_of(contact.of("phone")[0], "/delete"), version="1")
    assert answer.status_code == 409
    assert "We send your mail to this address." in check(answer).one("div", role="alert").text


@pytest.mark.parametrize("kind", ["address", "phone", "email"])
def test_an_entry_that_is_not_hers_is_nowhere(signed_in, contact, kind):
    never = {"kind": kind, "contact_point_id": uuid.uuid4(), "version": 1}
    for rest in ("", "/delete"):
        assert signed_in.get(path_of(never, rest)).status_code == 404
    token = signed_in.csrf(PROFILE + f"/{kind}/new")
    headers = {"Referer": "https://portico.example.org" + PROFILE}
    for rest, fields in (("", NEW[kind]), ("/delete", {})):
        data = {"csrf_token": token, "version": "1", **fields}
        assert signed_in.post(path_of(never, rest), data=data, headers=headers).status_code == 404


def test_an_entry_of_another_kind_is_nowhere_and_a_kind_that_is_none_too(signed_in, contact):
    cell = contact.of("phone")[0]
    assert signed_in.get(path_of(cell | {"kind": "email"})).status_code == 404
    assert signed_in.get(path_of(cell | {"kind": "fax"})).status_code == 404
    assert signed_in.get(f"{PROFILE}/phone/P1234567").status_code == 404


def test_every_route_is_for_members(app):
    ours = [
        r
        for r in app.url_map.iter_rules()
        if r.endpoint.split(".")[0] in ("contact", "login_email", "email_checks")
    ]
    assert len(ours) >= 18
    assert {door_of(app.view_functions[rule.endpoint]).allow for rule in ours} == {frozenset({MEMBER})}


def test_update_contact_information_is_an_entry_point_for_who_is_not_logged_in(browser):
    page = check(browser.get("/online-self-service"))
    links = [link.attrs["href"] for link in page.all("a") if link.text == "Update Contact Information"]
    assert links == [PROFILE]
    assert browser.get(PROFILE).location == f"/log-in?next={PROFILE}"


def test_double_clicks_add_one_entry(signed_in, identity):
    token = signed_in.csrf(f"{PROFILE}/phone/new")
    headers = {"Referer": f"https://portico.example.org{PROFILE}/phone/new"}
    for _ in range(2):
        data = {"csrf_token": token, "form_token": "a" * 24, **PHONE}
        signed_in.post(f"{PROFILE}/phone/new", data=data, headers=headers)
    first, second = identity.made(rpc.create_contact_point)
    assert first.idempotency_key == second.idempotency_key


def test_nothing_of_hers_stands_in_a_url(signed_in, contact):
    links = {link.attrs["href"] for link in check(signed_in.get(PROFILE)).all("a")}
    assert not [link for link in links if "831" in link and not link.startswith("tel:") or "@" in link]
    assert CELL["number"] not in str(links)
