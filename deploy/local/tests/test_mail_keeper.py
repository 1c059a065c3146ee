"""The mail keeper: a real process, mail by SMTP, read as a person or a test would."""

import smtplib
import time
import urllib.error
import urllib.request
from email.message import EmailMessage

import pytest

from portico_local import ports
from portico_local.launch import Launcher
from portico_local.places import Place
from support.mail import MailBox

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def keeper(tmp_path):
    place = Place(tmp_path)
    smtp, page = ports.pick(), ports.pick()
    process = _start(place, smtp, page)
    yield place, smtp, page, process
    process.stop()


def _start(place, smtp, page):
    process = Launcher(place, {}, {}).mail(smtp, page)
    deadline = time.monotonic() + 20
    while not (ports.accepts(smtp) and ports.accepts(page)):
        assert process.alive() and time.monotonic() < deadline, process.tail()
        time.sleep(0.05)
    return process


def _send(port, to, subject, text="Dear José,", html=""):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Portico <a@example.org>", to, subject
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.send_message(message)


def _get(page, path, host=None):
    request = urllib.request.Request(f"http://127.0.0.1:{page}{path}", headers={"Host": host} if host else {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode(), answer.headers


def test_mails_are_listed_newest_first_and_can_be_asked_for_by_recipient(keeper):
    _, smtp, page, _ = keeper
    for subject, to in [("one", "ann@example.org"), ("two", "bob@example.org"), ("three", "ann@example.org")]:
        _send(smtp, to, subject)
    box = MailBox(page)
    assert [mail["subject"] for mail in box.newest()] == ["three", "two", "one"]
    assert [mail["subject"] for mail in box.newest("ANN@example.org")] == ["three", "one"]
    assert box.wait_for("bob@example.org", "TWO")["text"].strip() == "Dear José,"


def test_waiting_after_a_mail_finds_only_a_newer_one(keeper):
    _, smtp, page, _ = keeper
    _send(smtp, "ann@example.org", "code")
    first = MailBox(page).wait_for("ann@example.org", "code")
    with pytest.raises(AssertionError, match="no mail to"):
        MailBox(page).wait_for("ann@example.org", "code", after=first, seconds=0.3)
    _send(smtp, "ann@example.org", "code")
    assert MailBox(page).wait_for("ann@example.org", "code", after=first)["id"] > first["id"]


def test_mails_are_kept_across_a_restart(keeper):
    place, smtp, page, process = keeper
    _send(smtp, "ann@example.org", "kept")
    process.stop()
    again = _start(place, smtp, page)
    assert [mail["subject"] for mail in MailBox(page).newest()] == ["kept"]
    again.stop()


def test_a_mails_html_is_shown_in_a_sandbox_and_never_as_part_of_the_page(keeper):
    _, smtp, page, _ = keeper
    _send(smtp, "ann@example.org", f"hi {SCRIPT}", text=f"text {SCRIPT}", html=f"<p>html</p>{SCRIPT}")
    (mail,) = MailBox(page).newest()
    body, headers = _get(page, f"/messages/{mail['id']}")
    assert SCRIPT in mail["html"]
    assert SCRIPT not in body
    assert '<iframe sandbox title="HTML part" srcdoc="&lt;p&gt;html' in body
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert SCRIPT not in _get(page, "/")[0]


def test_a_page_of_a_stranger_whose_name_points_here_reads_no_mail(keeper):
    _, _, page, _ = keeper
    with pytest.raises(urllib.error.HTTPError) as refused:
        _get(page, "/messages.json", host="evil.example")
    assert refused.value.code == 421


@pytest.mark.parametrize(
    "path", ["/messages/nothing", "/messages/..%2f..%2fsecrets.env", "/messages/../x", "/x"]
)
def test_what_is_not_there_is_not_found(keeper, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        _get(keeper[2], path)
    assert refused.value.code == 404


def test_mails_are_readable_by_their_owner_alone(keeper):
    place, smtp, page, _ = keeper
    _send(smtp, "ann@example.org", "private")
    MailBox(page).wait_for("ann@example.org")
    assert place.mail.stat().st_mode & 0o077 == 0
