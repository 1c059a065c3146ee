"""GET /my-account/profile beside GET /api/v1/me. Both cost one call: whose account it is, the browser's
session has known since the page before."""

import pytest

from bench.http_client import requester
from bench.timing import measure
from support.journey import Person, create_account, enrol
from support.page_client import PageClient

pytestmark = pytest.mark.bench
ROUNDS = 3
ENTRIES = (
    {"kind": "address", "use": "home", "line1": "12 Pajaro Lane", "city": "Watsonville", "state": "CA",
     "zip_code": "95076", "county": "Santa Cruz"},
    {"kind": "phone", "use": "cell", "number": "831-555-0142"},
    {"kind": "phone", "use": "work", "number": "831-555-0143"},
)  # fmt: skip


def test_the_profile_page_beside_me(suite, tmp_path):
    person, ratios = Person(), []
    enrol(suite.env, tmp_path, person)
    api = create_account(suite, person)
    for entry in ENTRIES:
        assert api.send("POST", "/me/contact", entry).status_code == 201
    print()
    for _ in range(ROUNDS):
        token = api.log_in(person.username, person.password).json()["access_token"]
        browser = PageClient(suite.gateway_url)
        browser.post("/log-in", "/log-in", username=person.username, password=person.password)
        browser.get("/my-account")
        bearer, cookies = {"Authorization": f"Bearer {token}"}, {"Cookie": browser.cookies()}
        me = measure(lambda: requester(suite.gateway_url, "GET", "/api/v1/me", headers=bearer))  # noqa: B023
        page = measure(lambda: requester(suite.gateway_url, "GET", "/my-account/profile", headers=cookies))  # noqa: B023
        print(me.row("GET /api/v1/me"))
        print(page.row("GET /my-account/profile"))
        ratios.append(page.at(0.5) / me.at(0.5))
    print(f"p50 of the page over /me: {sorted(ratios)[ROUNDS // 2]:.2f}x (aim: at most 1.5x)")
