"""Real SMTP. Blocking calls of the standard library; under a service the sockets are cooperative."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from threading import Timer

from notifications.config import Server
from notifications.rules.replies import Stage, broken, refused
from notifications.rules.states import Attempt, Result


class Refusal(Exception):
    """A reply of 4xx or 5xx; its text may hold an address, so only the code is kept."""

    def __init__(self, stage: Stage, code: int):
        super().__init__(f"{stage} {code}")
        self.stage, self.code = stage, code


@dataclass(frozen=True, slots=True)
class Postman:
    """Hands messages to a server. `timeout` is seconds per reply, `limit` seconds for all of one message."""

    server: Server
    helo: str
    timeout: float = 10.0
    limit: float = 60.0
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def deliver(
        self, message: EmailMessage, to: str, from_: str, before_content: Callable[[], None]
    ) -> Attempt:
        """One attempt. `before_content` is called when the server waits for the content and before any of it
        goes out; what it raises ends the attempt with nothing handed over, and is raised here."""
        progress = _Progress(before_content)
        try:
            with self._conversation() as smtp, _limit(smtp, self.limit, progress):
                return self._say(smtp, message, to, from_, progress)
        except Refusal as no:
            return refused(no.stage, no.code)
        except (smtplib.SMTPException, OSError) as error:
            return _after_error(error, progress)

    def _say(
        self, smtp: smtplib.SMTP, message: EmailMessage, to: str, from_: str, progress: "_Progress"
    ) -> Attempt:
        utf8 = not to.isascii()
        self._greet(smtp)
        if utf8 and not smtp.has_extn("smtputf8"):
            return Attempt(Result.REFUSED, "address_not_supported")
        _expect(Stage.SENDER, smtp.mail(from_, ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []))
        _expect(Stage.RECIPIENT, smtp.rcpt(to))
        _expect(Stage.CONTENT, smtp.docmd("DATA"))
        progress.hand()
        smtp.send(dotted(message.as_bytes()))
        _expect(Stage.CONTENT, smtp.getreply())
        return Attempt(Result.ACCEPTED)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self.server.security == "smtp+starttls":
            smtp.starttls(context=self.tls())
            smtp.ehlo_or_helo_if_needed()
        if self.server.user:
            smtp.login(self.server.user, self.server.password or "")

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        smtp = self._connect()
        try:
            yield smtp
        finally:
            _leave(smtp)

    def _connect(self) -> smtplib.SMTP:
        where = {"host": self.server.host, "port": self.server.port}
        how = {"timeout": self.timeout, "local_hostname": self.helo}
        if self.server.security == "smtps":
            return smtplib.SMTP_SSL(**where, **how, context=self.tls())
        return smtplib.SMTP(**where, **how)


@dataclass(slots=True)
class _Progress:
    before_content: Callable[[], None]
    handed: bool = False
    out_of_time: bool = False

    def hand(self) -> None:
        self.before_content()
        self.handed = True


def dotted(content: bytes) -> bytes:
    """The content as it goes over the wire: lines that begin with a dot get another, a lone dot ends it."""
    body = re.sub(rb"(?m)^\.", b"..", content)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _expect(stage: Stage, reply: tuple[int, bytes]) -> None:
    code = reply[0]
    if not 200 <= code <= 399:
        raise Refusal(stage, code)


def _after_error(error: OSError, progress: _Progress) -> Attempt:
    code = getattr(error, "smtp_code", None)
    if isinstance(code, int) and code > 0 and not progress.handed:
        return refused(Stage.CONNECT, code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Attempt(Result.NOT_HANDED, "server_refused")
    return broken(progress.handed, progress.out_of_time or _timed_out(error))


def _timed_out(error: BaseException | None) -> bool:
    return error is not None and (isinstance(error, TimeoutError) or _timed_out(error.__context__))


@contextmanager
def _limit(smtp: smtplib.SMTP, seconds: float, progress: _Progress) -> Iterator[None]:
    """A server that answers one letter at a time passes every timeout; cut it off after `seconds`."""

    def cut() -> None:
        progress.out_of_time = True
        if smtp.sock:
            smtp.sock.shutdown(2)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _leave(smtp: smtplib.SMTP) -> None:
    """Say goodbye without waiting for the answer: the message's fate is known by now."""
    try:
        smtp.putcmd("QUIT")
    except (smtplib.SMTPException, OSError):
        pass
    finally:
        smtp.close()
