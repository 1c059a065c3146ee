"""What the letters say, and that both halves of each say the same."""

import re
import string
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from contracts.notifications.schemas import TEMPLATES
from notifications.adapters.catalogues import as_html, catalogues
from notifications.config import Sender, Support
from notifications.rules.catalogue import CODE_LETTERS, LANGUAGES, LETTERS, Kind, priority, recovery_letter
from notifications.rules.letters import Content, as_text, compose

AT = datetime(2026, 11, 22, 23, 42, tzinfo=UTC)
UNTIL = datetime(2026, 11, 22, 23, 57, tzinfo=UTC)
FACTS = {
    "office": "Vang & Sons",
    "person": "Ana <b>",
    "token": "tok-9",
    "reason": "Not of our office",
    "number": "200001",
    "day": "2026-12-01",
}
CONTENT = Content("José", "12345678", "josé&co", AT, UNTIL, datetime(2026, 11, 29, 23, 42, tzinfo=UTC), FACTS)
SENDER = Sender(portal_url="https://portal.portico.example/")
SUPPORT = Support()
NAMING = ("recover.username", "recover.both", "recover.sent", "email.owner_started")
OUR_WARNING = r"If (you did not|this was not)|Si (usted no|no fue usted)"
EVERY = [(key, language) for key in LETTERS for language in LANGUAGES]


def letter(key, language="en", content=CONTENT, sender=SENDER, support=SUPPORT):
    return compose(key, language, content, catalogues(), sender, support)


class Reader(HTMLParser):
    """The words a person sees, and everything a mail program would have to fetch."""

    def __init__(self):
        super().__init__()
        self.words, self.hidden, self.tags = [], 0, []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.hidden += tag in ("style", "title")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.hidden:
            self.words += data.split()


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_keys_are_frozen():
    assert (
        tuple(LETTERS)
        == TEMPLATES
        == (
            "signup.code",
            "signup.repeated",
            "signup.first_login_email",
            "login.locked",
            "login.unlocked",
            "account.disabled",
            "recover.username",
            "recover.code",
            "recover.both",
            "password.changed",
            "email.code",
            "email.check",
            "email.entry_ended",
            "email.change_started",
            "email.changed",
            "second_factor.recovery_code_used",
            "email.owner_started",
            "email.owner_noted",
            "recover.sent",
            "office.invitation",
            "access.made_administrator",
            "access.made_user",
            "access.permissions_changed",
            "access.access_revoked",
            "access.access_restored",
            "access.of_another",
            "association.confirmed",
            "access.requested",
            "access.request_approved",
            "access.request_denied",
            "access.request_expired",
            "case.opened",
            "case.scheduled",
            "case.closed",
        )
    )


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_html_and_text_say_the_same_words_in_the_same_order(key, language):
    composed = letter(key, language)
    assert read(as_html(composed)).words == as_text(composed).split()


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_no_letter_fetches_anything_or_runs_anything(key, language):
    html = as_html(letter(key, language))
    tags = read(html).tags
    assert not {"img", "script", "link", "iframe", "form", "object"} & {tag for tag, _ in tags}
    assert not any(name == "src" or name.startswith("on") for _, attrs in tags for name in attrs)
    assert not re.search(r"url\(|@import|@font-face", html)
    invitation = SENDER.portal_url + "provider/invitation/tok-9"
    assert {attrs["href"] for tag, attrs in tags if tag == "a"} <= {SENDER.portal_url, invitation}


@pytest.mark.parametrize("key", sorted(CODE_LETTERS))
def test_a_code_is_shown_with_its_expiry_in_the_plans_time_zone(key):
    text = as_text(letter(key)).replace("\u00a0", " ")
    assert "\n    1234 5678\n" in text
    assert "until 3:57 p.m. Pacific Time on November 22, 2026" in text


@pytest.mark.parametrize("key", sorted(set(LETTERS) - CODE_LETTERS))
def test_a_letter_that_is_not_about_a_code_never_shows_one(key):
    assert "1234" not in as_text(letter(key))


@pytest.mark.parametrize(("key", "shown"), [(key, key in NAMING) for key in LETTERS])
def test_a_username_stands_in_recovery_letters_alone(key, shown):
    assert ("josé&co" in as_text(letter(key))) is shown


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_a_subject_gives_nothing_away_on_a_locked_screen(key, language):
    subject = letter(key, language).subject
    assert subject and not any(fact in subject for fact in ("1234", "josé&co", "José"))


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_letter_says_whom_to_call(key, language):
    text = as_text(letter(key, language)).replace("\u00a0", " ")
    assert "800-555-0142" in text and "711" in text
    assert "8 a.m. to 5:30 p.m." in text or "8 a. m. a 5:30 p. m." in text


def test_the_support_line_reads_as_the_plan_wants_it():
    line = "800-555-0142 (TTY: Dial 711), Monday through Friday, 8 a.m. to 5:30 p.m."
    assert line in as_text(letter("login.locked")).replace("\u00a0", " ")


def test_another_support_block_can_be_configured():
    text = as_text(letter("login.locked", support=Support(phone="555-0100", tty="555-0101", days=(1, 7))))
    assert "555-0100 (TTY: Dial 555-0101), Monday through Sunday" in text


@pytest.mark.parametrize(("key", "language"), EVERY)
def test_every_letter_says_what_to_do_if_it_was_not_asked_for(key, language):
    assert re.search(OUR_WARNING, as_text(letter(key, language)))


@pytest.mark.parametrize("key", LETTERS)
def test_spanish_letters_are_spanish_throughout(key):
    spanish, english = letter(key, "es"), letter(key, "en")
    same = {block.text for block in spanish.blocks} & {block.text for block in english.blocks}
    assert same <= {"Portico Member Services"}
    assert spanish.subject != english.subject


@pytest.mark.parametrize("key", LETTERS)
def test_a_language_without_words_gets_the_english_letter(key):
    assert as_text(letter(key, "hmn")) == as_text(letter(key, "en"))


@pytest.mark.parametrize(("key", "language"), EVERY)
@pytest.mark.parametrize("kind", ["provider", "staff"])
def test_a_letter_to_office_staff_calls_nothing_by_the_members_names(key, language, kind):
    text = as_text(letter(key, language, content=replace(CONTENT, facts={"kind": kind})))
    assert not re.search(r"Member Online|member portal|miembro|miembros", text, re.IGNORECASE)


def test_a_missing_text_alone_falls_back_to_english():
    texts = dict(catalogues())
    only_subject = {"subject": "Se cambió su contraseña"}
    texts["es"] = {"common": texts["es"]["common"], "password.changed": only_subject}
    mixed = compose("password.changed", "es", CONTENT, texts, SENDER, Support())
    assert mixed.subject == "Se cambió su contraseña"
    assert mixed.blocks[0].text == "Hola, José:"
    assert mixed.blocks[1].text == letter("password.changed").blocks[1].text


def test_translations_use_the_placeholders_of_the_english_text():
    def fields(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english = catalogues()["en"]
    for language in LANGUAGES:
        for section, texts in catalogues()[language].items():
            for name, text in texts.items():
                assert fields(text) == fields(english[section][name]), (language, section, name)


def test_spanish_is_complete():
    english, spanish = catalogues()["en"], catalogues()["es"]
    assert {key: set(texts) for key, texts in english.items()} == {
        key: set(texts) for key, texts in spanish.items()
    }


def test_a_stranger_s_name_is_greeted_without_it():
    text = as_text(letter("signup.code", content=replace(CONTENT, first_name="Visit evil.example")))
    assert text.startswith("Hello,\n")
    assert "evil" not in text


def test_an_accented_name_is_greeted_as_it_is():
    assert as_text(letter("signup.code")).startswith("Hello José,\n")


def test_markup_in_a_username_is_shown_and_not_obeyed():
    html = as_html(letter("recover.username", content=replace(CONTENT, username="<img src=x>{sender}")))
    assert "<img" not in html
    assert "&lt;img src=x&gt;{sender}" in html


@pytest.mark.parametrize("key", LETTERS)
def test_without_a_portal_address_no_letter_has_a_gap_for_it(key):
    composed = letter(key, sender=Sender())
    assert not any(block.kind is Kind.LINK for block in composed.blocks)
    assert "None" not in as_text(composed) and "  " not in as_text(composed).replace("\n    1234", "\n1234")


@pytest.mark.parametrize(
    ("username", "code", "key"),
    [
        ("ana", "1234", "recover.both"),
        ("ana", None, "recover.username"),
        (None, "1234", "recover.code"),
        (None, None, None),
        ("", "", None),
    ],
)
def test_a_recovery_is_answered_by_one_letter(username, code, key):
    assert recovery_letter(username, code) == key


def test_an_invitation_has_its_link_its_code_and_its_end_in_the_plans_time_zone():
    text = as_text(letter("office.invitation")).replace("\u00a0", " ")
    assert "Accept your invitation: https://portal.portico.example/provider/invitation/tok-9\n" in text
    assert "Invitation code: tok-9\n" in text and "Office: Vang & Sons\n" in text
    assert "until 3:42 p.m. Pacific Time on November 29, 2026" in text


def test_a_training_has_its_day_as_the_reader_writes_days():
    assert "Day: December 1, 2026" in as_text(letter("case.scheduled"))
    assert "Día: 1 de diciembre de 2026" in as_text(letter("case.scheduled", "es"))


def test_a_name_that_another_typed_is_shown_and_not_obeyed():
    html = as_html(letter("access.of_another"))
    assert "Ana &lt;b&gt;" in html and "<b>" not in html


@pytest.mark.parametrize(
    ("key", "first"), [("signup.code", 0), ("access.made_user", 1), ("office.invitation", 2)]
)
def test_codes_go_before_other_letters_and_lists_go_last(key, first):
    assert priority(key) == first
