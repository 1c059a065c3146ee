"""A form without its token, or from another site, is refused with a page."""

ORIGIN = "https://portico.example.org"


def test_a_form_without_its_token_gets_a_page_with_400(browser):
    answer = browser.post("/probe/open", headers={"Referer": ORIGIN + "/probe/open"})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")


def test_a_form_with_its_token_passes(browser):
    assert browser.submit("/probe/open").status_code == 200


def test_a_token_of_another_browser_is_refused(app, browser):
    from support_peers import Browser

    stolen = Browser(app).csrf("/probe/open")
    browser.get("/probe/open")
    answer = browser.post("/probe/open", data={"csrf_token": stolen}, headers={"Referer": ORIGIN + "/"})
    assert answer.status_code == 400


def test_a_form_sent_from_another_site_is_refused_even_with_its_token(browser):
    token = browser.csrf("/probe/open")
    foreign = {"Referer": "https://elsewhere.example.org/", "Sec-Fetch-Site": "cross-site"}
    assert browser.post("/probe/open", data={"csrf_token": token}, headers=foreign).status_code == 403
    foreign.pop("Sec-Fetch-Site")
    assert browser.post("/probe/open", data={"csrf_token": token}, headers=foreign).status_code == 400


def test_the_token_changes_when_the_session_begins_and_ends(browser, identity):
    before = browser.csrf("/probe/open")
    browser.keep_session(identity.tokens())
    within = browser.csrf("/probe/open")
    browser.submit("/probe/log-out", shown_on="/probe/open")
    after = browser.csrf("/probe/open")
    assert len({before.split(".")[0], within.split(".")[0], after.split(".")[0]}) == 3


def test_every_page_that_takes_a_form_refuses_it_without_a_token(app, browser):
    posts = [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and not rule.rule.startswith("/api/")
    ]
    assert posts
    for rule in posts:
        if rule.arguments:
            continue
        assert browser.post(rule.rule, headers={"Referer": ORIGIN + "/"}).status_code == 400, rule.rule
