"""A real mail server that can be told to misbehave, and real work on a real database."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, text

from notifications.config import Server, Settings
from notifications.models import Delivery
from servicekit.config import decode_key
from servicekit.kit import Kit


@dataclass
class PostOffice:
    """Takes mail, or does what `answers` says for an address: a reply, `hang` or `drop` the connection.

    With `after_data` the answers apply to the content, else to the recipient; `delay` is in seconds, before
    the answer. `taken` are the messages that were accepted, `seen` those whose content came in.
    """

    port: int = 0
    after_data: bool = True
    delay: float = 0.0
    on_recipient: Callable[[], object] = lambda: None
    on_content: Callable[[], object] = lambda: None
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)
    seen: list[EmailMessage] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    logged_in: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried.append(address)
        self.on_recipient()
        if not self.after_data and (answer := self.answers.get(address)):
            return await self._misbehave(server, answer)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=default)
        self.seen.append(mail)
        self.on_content()
        await asyncio.sleep(self.delay)
        if self.after_data and (answer := self.answers.get(envelope.rcpt_tos[0])):
            return await self._misbehave(server, answer)
        self.taken.append(mail)
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, login) -> AuthResult:
        """Let everybody in, and remember who came."""
        self.logged_in.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=True)

    def to(self, address: str, kind: str = "taken") -> list[EmailMessage]:
        """The messages to an address."""
        return [mail for mail in getattr(self, kind) if mail["To"].addresses[0].addr_spec == address]

    @property
    def url(self) -> str:
        """Its SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    @staticmethod
    async def _misbehave(server, answer: str) -> str:
        if answer == "hang":
            await asyncio.Event().wait()
        if answer == "drop":
            server.transport.abort()
            await asyncio.Event().wait()
        return answer


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def open_office() -> Iterator[Callable[..., PostOffice]]:
    """`open_office(**controller options)`: a mail server in this process."""
    controllers = []

    def open_(office: PostOffice | None = None, **options) -> PostOffice:
        office = office or PostOffice(free_port())
        controller = Controller(office, "127.0.0.1", office.port, enable_SMTPUTF8=True, **options)
        controller.start()
        controllers.append(controller)
        return office

    yield open_
    for controller in controllers:
        controller.stop(no_assert=True)


@pytest.fixture
def office(open_office) -> PostOffice:
    """A plain mail server."""
    return open_office()


@pytest.fixture
def kit_for(database_url_for, test_secrets) -> Iterator[Callable[..., Kit]]:
    """`kit_for(smtp_url, **settings)`: a Kit on this worker's emptied database, on no broker."""
    kits: list[Kit] = []
    url = database_url_for("notifications")

    def make(smtp_url: str, **more) -> Kit:
        settings = Settings(
            service="notifications",
            amqp_url="amqp://127.0.0.1:9/",
            database_url=url,
            seal_keys=test_secrets["PORTICO_SEAL_KEYS"],
            call_key=decode_key(test_secrets["PORTICO_CALL_KEY"]),
            verify_keys={},
            smtp=Server.parse(smtp_url),
            **more,
        )
        kits.append(Kit(settings))
        return _emptied(kits[-1])

    yield make
    for kit in kits:
        kit.database.close()


def _emptied(kit: Kit) -> Kit:
    with kit.database.transaction() as tx:
        tx.session.execute(text("TRUNCATE deliveries, inbox"))
    return kit


@pytest.fixture
def kit(kit_for, office) -> Kit:
    """A Kit whose mail goes to `office`."""
    return kit_for(office.url, smtp_timeout=1.0)


@pytest.fixture
def rows() -> Callable[[Kit], list[Delivery]]:
    """`rows(kit)`: every delivery, the oldest first."""

    def read(kit: Kit) -> list[Delivery]:
        with kit.work().transaction() as tx:
            return list(tx.session.scalars(select(Delivery).order_by(Delivery.created_at)))

    return read


@pytest.fixture
def drip() -> Iterator[int]:
    """The port of a server that greets at once and then answers without end, a letter at a time."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        thread = threading.Thread(target=_drip, args=(listening, stop))
        thread.start()
        yield listening.getsockname()[1]
        stop.set()
        thread.join()


def _drip(listening: socket.socket, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            peer, _ = listening.accept()
        except TimeoutError:
            continue
        with peer:
            try:
                peer.sendall(b"220 here\r\n250-")
                while not stop.wait(0.1):
                    peer.sendall(b"x")
            except OSError:
                continue


@pytest.fixture
def open_tls_office(open_office, tmp_path) -> Callable[[str], tuple[PostOffice, str]]:
    """`open_tls_office("smtps")` or `("smtp+starttls")`: a server that wants TLS and a log-in, with the path
    of the certificate to trust."""

    def open_(security: str) -> tuple[PostOffice, str]:
        path = _certificate(tmp_path)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        how = (
            {"ssl_context": context, "auth_require_tls": False}
            if security == "smtps"
            else {"tls_context": context, "require_starttls": True}
        )
        office = PostOffice(free_port())
        return open_office(office, authenticator=office.authenticate, auth_required=True, **how), str(path)

    return open_


def _certificate(folder: Path) -> Path:
    """A key and a certificate for `localhost`, signed by itself, in one file."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")]),
    )
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(plain + built.sign(key, hashes.SHA256()).public_bytes(pem))
    return path
