"""Put a letter into a message, the same bytes each time it is tried."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from notifications.adapters.catalogues import as_html
from notifications.config import Sender
from notifications.rules.letters import Letter, as_text

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ONE_ADDRESS = re.compile(r"""[^\s<>,;:"()\[\]\\@]+@[^\s<>,;:"()\[\]\\@]+""")


class BadAddress(ValueError):
    """No mail can be sent to that address."""


def message_id(delivery_id: object, sender: Sender) -> str:
    """The Message-ID of a delivery: the same on every attempt."""
    return f"<{delivery_id}@{_ascii_domain(sender.address.rpartition('@')[2])}>"


def envelope(
    letter: Letter,
    to: str,
    sender: Sender,
    message_id: str,
    written_at: datetime,
    correlation_id: str | None = None,
) -> EmailMessage:
    """A multipart/alternative message of plain text and HTML (R077). Raises BadAddress."""
    recipient = deliverable(to)
    message = EmailMessage(policy=SMTP if recipient.isascii() else SMTPUTF8)
    _head(message, letter, recipient, sender, message_id, written_at)
    if correlation_id:
        message["X-Correlation-ID"] = correlation_id
    message.set_content(as_text(letter), cte="quoted-printable")
    message.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    message.set_boundary("=_" + re.sub(r"[^A-Za-z0-9]", "", message_id)[:60])
    return message


def deliverable(to: str) -> str:
    """The address with its domain in ASCII (IDNA). Raises BadAddress, also for what could add a header."""
    if _CONTROLS.search(to) or not _ONE_ADDRESS.fullmatch(to.strip()):
        raise BadAddress("not an address")
    local, _, domain = to.strip().rpartition("@")
    return f"{local}@{_ascii_domain(domain)}"


def _head(
    message: EmailMessage, letter: Letter, to: str, sender: Sender, message_id: str, written_at: datetime
) -> None:
    message["From"] = Address(_one_line(sender.name), addr_spec=sender.address)
    message["To"] = to
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = letter.language


def _one_line(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text).split())


def _ascii_domain(domain: str) -> str:
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError as bad:
        raise BadAddress("not a domain") from bad
