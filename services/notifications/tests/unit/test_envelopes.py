"""The message around a letter."""

from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.policy import default

import pytest

from notifications.adapters.catalogues import as_html, catalogues
from notifications.adapters.envelopes import BadAddress, deliverable, envelope, message_id
from notifications.adapters.smtp import dotted
from notifications.config import Sender, Server, Support
from notifications.rules.letters import Content, as_text, compose
from servicekit.config import MissingSetting

AT = datetime(2026, 11, 22, 23, 42, tzinfo=UTC)
SENDER = Sender()
ID = message_id("5f0c3b1e-0000-4000-8000-000000000001", SENDER)


def written(language="en"):
    content = Content("Zoë", "12345678", "zoe.núñez", AT, AT + timedelta(minutes=15))
    return compose("recover.both", language, content, catalogues(), SENDER, Support())


def sealed_up(to="ana@example.org", sender=SENDER, language="en", correlation_id=None):
    return envelope(written(language), to, sender, ID, AT, correlation_id)


def received(**kwargs):
    return message_from_bytes(sealed_up(**kwargs).as_bytes(), policy=default)


def test_the_mail_is_from_member_services():
    assert str(received()["From"]) == "Portico Member Services <no-reply@portico.example>"


def test_the_sender_can_be_configured():
    sender = Sender(name="Mitgliederservice Köln", address="hallo@example.org")
    assert received(sender=sender)["From"].addresses[0].display_name == "Mitgliederservice Köln"


def test_the_mail_says_that_a_machine_wrote_it():
    assert received()["Auto-Submitted"] == "auto-generated"


def test_the_date_is_the_letters_and_has_a_zone():
    assert received()["Date"].datetime == AT


def test_the_message_id_is_the_deliverys():
    assert received()["Message-ID"] == "<5f0c3b1e-0000-4000-8000-000000000001@portico.example>"


def test_every_attempt_sends_the_same_bytes():
    assert sealed_up().as_bytes() == sealed_up().as_bytes()


def test_both_halves_arrive_as_they_were_written():
    mail = received()
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == as_text(written())
    assert html.get_content().replace("\r\n", "\n") == as_html(written()) + "\n"
    assert {part.get_content_charset() for part in (text, html)} == {"utf-8"}


def test_a_subject_with_accents_arrives_with_them():
    assert str(received(language="es")["Subject"]) == "Su nombre de usuario y su código de verificación"


def test_the_wire_is_ascii_with_lines_that_every_server_takes():
    raw = sealed_up(language="es").as_bytes()
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_the_correlation_id_of_the_request_reaches_the_mail():
    assert received(correlation_id="4f1e-77aa")["X-Correlation-ID"] == "4f1e-77aa"


def test_no_header_watches_the_reader():
    names = {name.lower() for name in sealed_up()}
    assert not {"disposition-notification-to", "return-receipt-to", "list-unsubscribe", "x-mailer"} & names


@pytest.mark.parametrize(
    "to",
    [
        "ana@example.org\r\nBcc: all@example.org",
        "ana@example.org\nSubject: hi",
        "ana@example.org, eve@example.org",
        "Ana <ana@example.org>",
        "ana@example.org\x00",
        "ana@exam ple.org",
        "ana",
        "@example.org",
        "ana@",
        "",
        "a@" + "ü" * 80 + ".org",
    ],
)
def test_an_address_can_not_add_a_header_or_a_recipient(to):
    with pytest.raises(BadAddress):
        sealed_up(to=to)


def test_a_name_with_a_line_break_can_not_add_a_header():
    mail = received(sender=Sender(name="Portico\r\nBcc: all@example.org"))
    assert mail["Bcc"] is None
    assert mail["From"].addresses[0].addr_spec == SENDER.address


@pytest.mark.parametrize(
    ("to", "sent_to"),
    [
        ("ana@example.org", "ana@example.org"),
        (" ana@example.org ", "ana@example.org"),
        ("o'brien+card@example.org", "o'brien+card@example.org"),
        ("ana@müller.example", "ana@xn--mller-kva.example"),
        ("josé@example.org", "josé@example.org"),
    ],
)
def test_an_address_is_used_as_it_was_given(to, sent_to):
    assert deliverable(to) == sent_to


def test_an_address_with_accents_gets_a_mail_that_says_so_in_utf8():
    assert "josé@example.org".encode() in sealed_up(to="josé@example.org").as_bytes()


def test_a_date_in_another_zone_is_the_same_moment():
    there = AT.astimezone(timezone(timedelta(hours=-8)))
    assert envelope(written(), "ana@example.org", SENDER, ID, there)["Date"].datetime == AT


def test_a_line_that_begins_with_a_dot_does_not_end_the_message():
    assert dotted(b"a\r\n.\r\n..b\r\n") == b"a\r\n..\r\n...b\r\n.\r\n"


def test_a_message_without_a_last_line_break_gets_one():
    assert dotted(b"a") == b"a\r\n.\r\n"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", Server("smtp", "localhost", 25)),
        ("smtp://127.0.0.1:2525", Server("smtp", "127.0.0.1", 2525)),
        ("smtps://ana:p%40ss@mail.example.org", Server("smtps", "mail.example.org", 465, "ana", "p@ss")),
        ("smtp+starttls://mail.example.org", Server("smtp+starttls", "mail.example.org", 587)),
    ],
)
def test_a_server_is_read_from_its_url(url, server):
    assert Server.parse(url) == server


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://a:b@mail.example.org"]
)
def test_a_server_that_can_not_be_used_is_refused_without_its_password(url):
    with pytest.raises(MissingSetting) as refused:
        Server.parse(url)
    assert "a:b" not in str(refused.value)


def test_a_password_is_not_shown_where_the_server_is():
    assert "p@ss" not in repr(Server.parse("smtps://ana:p%40ss@mail.example.org"))
