"""A file of people to invite: what it may look like, what is refused of it, and what is sent (R040–R046)."""

import io
import json

import pytest
from checking import check
from office_steps import at_work
from support_peers import ORIGIN

from contracts.provider_directory import rpc
from contracts.provider_directory.invitations import MOST_PEOPLE
from gateway.web.provider.invitations import people_file
from gateway.web.provider.invitations.people_file import NotAList

UPLOAD, LISTS = "/provider/users/invitations/upload", "/provider/users/invitations"
HEAD = "First Name,Last Name,Email,ZIP Code,Role,Permissions"
DANA = "Dana,Fox,dana.fox@example.org,95076,User,Claims; Eligibility"
EVE = "Eve,Vang,eve@example.org,95060,Administrator,"


@pytest.fixture
def omar(browser, identity):
    """An administrator at work."""
    at_work(browser, identity)
    return browser


@pytest.fixture
def read(app):
    """`read(text or bytes, language="es")`: what a file says."""

    def look(content, language="en"):
        raw = content if isinstance(content, bytes) else content.encode()
        with app.test_request_context("/", base_url=ORIGIN, headers={"Accept-Language": language}):
            return people_file.read(raw)

    return look


@pytest.fixture
def refusal(read):
    """`refusal(content)`: the key with which the whole file is refused."""

    def look(content):
        with pytest.raises(NotAList) as refused:
            read(content)
        return refused.value.key

    return look


def upload(browser, *lines, **fields):
    content = fields.pop("content", "\n".join(lines).encode())
    return browser.submit(UPLOAD, file=(io.BytesIO(content), "people.csv"), **fields)


def invited(identity):
    return [person for call in identity.made(rpc.create_invitations) for person in call.fields["people"]]


def test_lines_are_people_with_role_and_permissions(read):
    found = read(f"{HEAD}\n{DANA}\n{EVE}\n")
    assert found.refused == []
    assert found.people[0] == {
        "first_name": "Dana", "last_name": "Fox", "email": "dana.fox@example.org", "zip_code": "95076",
        "role": "user", "features": ["claims", "eligibility"], "line": 2,
    }  # fmt: skip
    assert (found.people[1]["role"], found.people[1]["features"]) == ("administrator", [])


@pytest.mark.parametrize("content", [
    f"\ufeff{HEAD}\r\n{DANA}\r\n",
    f"{HEAD}\n{DANA}".replace(",", "\t"),
    f"{HEAD}\n{DANA}".replace(";", " /").replace(",", ";"),
    "sep=;\r\n" + f"{HEAD}\r\n{DANA}\r\n".replace("; ", "|").replace(",", ";"),
    f"{HEAD}\n\n,,,,,\n{DANA}\n\n",
    f"{HEAD.upper()},\n{DANA},",
    f"first_name,last name,E-mail,zip_code,role,permissions\n{DANA}".replace("E-mail", "EMAIL"),
    "Permissions,Email,Last Name,ZIP Code,First Name\n"
    '"claims,eligibility",dana.fox@example.org,Fox,95076,Dana',
    f"{HEAD}\n{DANA}".replace("Dana", '"Dana"').replace("Fox,", '"Fox",'),
], ids="mark tabs semicolons sep empty_lines capitals keys other_order quotes".split())  # fmt: skip
def test_a_file_may_look_as_spreadsheets_make_it(read, content):
    found = read(content)
    assert found.refused == []
    [dana] = found.people
    assert (dana["first_name"], dana["last_name"], dana["zip_code"]) == ("Dana", "Fox", "95076")
    assert dana["features"] == ["claims", "eligibility"] and dana["role"] == "user"


def test_the_template_is_read_again_in_either_language(omar, read):
    for language in ("en", "es"):
        omar.set_cookie("portico_language", language, domain="portico.example.org", secure=True)
        answer = omar.get(f"{UPLOAD}/template")
        assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
        assert answer.data.startswith(b"\xef\xbb\xbf")
        filled = answer.data + DANA.encode()
        assert read(filled, language).people[0]["features"] == ["claims", "eligibility"]
    assert "Nombre" in answer.get_data(as_text=True)
    spanish = read(answer.data + b"Ana,Ruiz,a@example.org,95076,administrador,", "es")
    assert spanish.people[0]["role"] == "administrator"


def test_a_zip_code_that_lost_its_zeros_has_them_again(read):
    [row] = read(f"{HEAD}\nDana,Fox,d@example.org,2101,,").people
    assert row["zip_code"] == "02101"


@pytest.mark.parametrize(("content", "key"), [
    ("", "invite.file_empty"),
    (HEAD, "invite.file_empty"),
    ("Ana,Ruiz,ana@example.org,95076", "invite.file_column"),
    (f"{HEAD},Email\n{DANA},x", "invite.file_column"),
    ("First Name,Last Name,Email\nAna,Ruiz,ana@example.org", "invite.file_lacks"),
    (f"{HEAD}\n{DANA}\n\"Eve,Vang,eve@example.org,95060,,\n", "invite.file_quotes"),
    (f"{HEAD}\n{DANA}".replace("Fox", "Núñez").encode("latin-1"), "invite.file_not_utf8"),
    (f"{HEAD}\n{DANA}".encode("utf-16"), "invite.file_not_utf8"),
    (b"PK\x03\x04\x00\x00a spreadsheet", "invite.file_not_utf8"),
    (f"{HEAD}\n" + "x" * people_file.LONGEST, "invite.file_too_large"),
    (f"{HEAD}\n" + f"{EVE}\n" * (MOST_PEOPLE + 1), "invite.file_too_many"),
])  # fmt: skip
def test_a_file_that_is_no_list_is_refused_as_a_whole(refusal, content, key):
    assert refusal(content) == key


@pytest.mark.parametrize(("line", "wrong"), [
    ("Dana,Fox,dana,95076,,", {"email": "field.invalid_email"}),
    ("Dana,Fox,,95076,,", {"email": "field.required"}),
    (",Fox,d@example.org,95076,,", {"first_name": "field.required"}),
    ("Dana,Fox,d@example.org,950,,extra", {"zip_code": None, "features": "invite.permission_unknown"}),
    ("Dana,Fox,d@example.org,95 076,,", {"zip_code": "field.invalid_zip"}),
    ("Dana,Fox,d@example.org,95076,boss,", {"role": "invite.role_unknown"}),
    ("Dana,Fox,d@example.org,95076,,Claims;Everything", {"features": "invite.permission_unknown"}),
    ("Dana,Fox,d@example.org,95076,,Claims,Eligibility", {"line": "invite.too_many_cells"}),
    ("Dana,Fox,d@example.org,95076,,Manage Users", {"features": "invite.permission_unknown"}),
    ("=HYPERLINK(1),Fox,d@example.org,95076,,", {"first_name": "invite.formula"}),
    ("Dana,@SUM(A1),d@example.org,95076,,", {"last_name": "invite.formula"}),
    ("Dana,Fox,+1@example.org,95076,,", {"email": "invite.formula"}),
    ("Dana,Fox\u202e,d@example.org,95076,,", {"last_name": "field.control_characters"}),
])  # fmt: skip
def test_a_line_is_refused_alone_with_its_number_and_what_is_wrong(read, line, wrong):
    found = read(f"{HEAD}\n{EVE}\n\n{line}\n{DANA}\n")
    [refused] = found.refused
    assert refused.problems == {name: key for name, key in wrong.items() if key}
    assert refused.line == 4
    assert [row["line"] for row in found.people] == [2, 5]


def test_a_line_number_counts_lines_within_quotes(read):
    text = f'{HEAD}\n"Dana","Fox",d@example.org,95076,,"Claims\nEligibility"\nEve,Vang,eve,95060,,\n'
    found = read(text)
    assert found.people[0]["features"] == ["claims", "eligibility"]
    assert [one.line for one in found.refused] == [4]


def test_of_an_address_that_stands_there_twice_the_first_good_line_counts(read):
    lines = ("Dana,Fox,d@example.org,9,,", "Dana,Fox,D@example.org,95076,,", "Dan,Fox,d@Example.org,95076,,")
    found = read("\n".join((HEAD, *lines)))
    assert [row["line"] for row in found.people] == [3]
    assert [(one.line, one.problems) for one in found.refused] == [
        (2, {"zip_code": "field.invalid_zip"}), (4, {"email": "invite.same_email_twice"}),
    ]  # fmt: skip


def test_a_good_file_is_one_command_and_leads_to_its_progress(omar, identity):
    answer = upload(omar, HEAD, DANA, EVE)
    [batch] = identity.office.users.batches
    assert (answer.status_code, answer.location) == (303, f"{LISTS}/{batch['batch_id']}")
    assert [(one["email"], one["role"]) for one in invited(identity)] == [
        ("dana.fox@example.org", "user"), ("eve@example.org", "administrator"),
    ]  # fmt: skip
    assert [grant["feature"] for grant in invited(identity)[0]["grants"]] == ["claims", "eligibility"]
    assert "Success: 2 invitations were sent." in check(omar.get(answer.location)).text


def test_ten_thousand_people_go_in_one_file(omar, identity):
    crowd = [f"P{n},Quist,p{n}@example.org,95076,,Claims" for n in range(MOST_PEOPLE)]
    assert upload(omar, HEAD, *crowd).status_code == 303
    assert len(invited(identity)) == MOST_PEOPLE


def test_where_lines_are_refused_nothing_is_sent_until_somebody_says_so(omar, identity):
    answer = upload(omar, HEAD, DANA, "Eli,Roe,eli,95076,boss,", "Eve,<b>Vang,eve@example.org,95060,,")
    page = check(answer)
    assert answer.status_code == 422 and not identity.made(rpc.create_invitations)
    text = " ".join(page.text.split())
    for said in ("1 line can't be used", "Line 3", "Eli Roe", "Email: Enter an email address",
                 "Role: The role is User or Administrator.", "Nothing is sent yet."):  # fmt: skip
        assert said in text
    assert "Invite the 2 other people" in [button.text for button in page.all("button")]
    kept = page.field("people").attrs["value"]
    answer = omar.submit(UPLOAD, people=kept)
    assert answer.status_code == 303
    assert [one["last_name"] for one in invited(identity)] == ["Fox", "<b>Vang"]


def test_a_form_with_ten_thousand_lines_comes_back(omar, identity):
    crowd = [f"P{n},Quist,p{n}@example.org,95076,,Claims" for n in range(MOST_PEOPLE - 1)]
    page = check(upload(omar, HEAD, "Eli,Roe,eli,95076,,", *crowd))
    kept = page.field("people").attrs["value"]
    assert len(kept) > 1_000_000
    answer = omar.submit(UPLOAD, people=kept, file=(io.BytesIO(b""), ""))
    assert answer.status_code == 303 and len(invited(identity)) == MOST_PEOPLE - 1


def test_who_the_directory_refuses_stands_with_her_line_and_is_kept_in_the_list(omar, identity):
    page = check(upload(omar, HEAD, DANA, "", "Ana,Ruiz,ana.ruiz@example.org,95076,,", EVE))
    text = " ".join(page.text.split())
    for said in ("Success: 2 invitations are on their way. Failure: 1 could not be sent.", "Line 4",
                 "Email: This person is a user already."):  # fmt: skip
        assert said in text
    [batch] = identity.office.users.batches
    assert f"{LISTS}/{batch['batch_id']}" in [a.attrs["href"] for a in page.all("a")]
    assert "This person is a user already." in check(omar.get(f"{LISTS}/{batch['batch_id']}")).text


@pytest.mark.parametrize("kept", ["", "[]", "no list", "{}", "[1]", '[{"email": 1}]', "null"])
def test_lines_that_were_tampered_with_are_none(omar, identity, kept):
    page = check(omar.submit(UPLOAD, people=kept))
    assert page.errors()["file"] == "Choose a file first."
    assert not identity.made(rpc.create_invitations)


def test_a_page_without_a_file_asks_for_one(omar):
    answer = omar.submit(UPLOAD)
    assert answer.status_code == 422 and check(answer).errors()["file"] == "Choose a file first."


def test_a_file_that_is_too_large_is_refused_in_words(omar, identity):
    answer = upload(omar, content=b"x" * (people_file.LONGEST + 1))
    assert check(answer).errors()["file"].startswith("The file is larger than 4 MB.")
    answer = upload(omar, content=b"x" * (2 * people_file.LONGEST))
    assert answer.status_code == 413 and "Divide it into smaller ones" in check(answer).text
    assert not identity.made(rpc.create_invitations)


def test_other_pages_and_people_who_are_not_logged_in_send_no_more_than_before(omar, app):
    much = json.dumps(["x" * 100_000])
    assert omar.submit("/provider/users/invite", staged=much).status_code == 413
    stranger = app.test_client()
    body = {"people": much, "csrf_token": "none"}
    answer = stranger.post(UPLOAD, data=body, base_url=ORIGIN, headers={"Referer": ORIGIN + UPLOAD})
    assert answer.status_code == 413


def test_users_of_the_office_upload_nothing(browser, identity):
    at_work(browser, identity, which=1)
    for path in (UPLOAD, f"{UPLOAD}/template"):
        assert browser.get(path).status_code == 403
    answer = browser.submit(UPLOAD, shown_on="/provider", file=(io.BytesIO(HEAD.encode()), "people.csv"))
    assert answer.status_code == 403 and not identity.made(rpc.create_invitations)


def test_the_box_and_the_lists_lead_to_it_and_it_names_every_column(omar):
    for path in ("/provider/users/invite", LISTS):
        assert UPLOAD in [a.attrs["href"] for a in check(omar.get(path)).all("a")], path
    text = check(omar.get(UPLOAD)).text
    for label in [*HEAD.split(","), "Reports: quality", "10,000 people", "4 MB"]:
        assert label in text
