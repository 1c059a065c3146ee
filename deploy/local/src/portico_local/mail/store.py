"""Mails on disk: one file with the message as it came, one with its envelope."""

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """One mail as a reader sees it. `to` are the envelope's recipients; `at` is ISO 8601 in UTC."""

    id: str
    at: str
    sender: str
    to: list[str]
    subject: str
    message_id: str
    headers: dict[str, str]
    text: str
    html: str

    def plain(self) -> dict:
        """As JSON types; the sender is called `from`."""
        content = asdict(self)
        return {"id": content.pop("id"), "from": content.pop("sender")} | content


@dataclass(frozen=True)
class Store:
    """All mails in a folder."""

    folder: Path

    def add(self, sender: str, recipients: list[str], message: bytes) -> str:
        """Keep a mail; its id. Ids sort by time."""
        now = datetime.now(UTC)
        mail_id = f"{now:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
        envelope = {"at": now.isoformat(), "from": sender, "to": recipients}
        self._path(mail_id, "eml").write_bytes(message)
        # Written last and under its final name at once: a mail is listed when it is whole.
        draft = self._path(mail_id, "new")
        draft.write_text(json.dumps(envelope))
        draft.replace(self._path(mail_id, "json"))
        return mail_id

    def get(self, mail_id: str) -> Mail | None:
        """The mail, or None when there is none of that id."""
        if not mail_id.replace("-", "").isalnum() or not self._path(mail_id, "json").exists():
            return None
        envelope = json.loads(self._path(mail_id, "json").read_text())
        message = message_from_bytes(self._path(mail_id, "eml").read_bytes(), policy=policy.default)
        return Mail(
            id=mail_id,
            at=envelope["at"],
            sender=envelope["from"],
            to=envelope["to"],
            subject=str(message.get("Subject", "")),
            message_id=str(message.get("Message-ID", "")),
            headers={name: str(value) for name, value in message.items()},
            text=_part(message, "plain"),
            html=_part(message, "html"),
        )

    def newest(self, to: str = "", limit: int = 200) -> list[Mail]:
        """The newest mails first; `to` keeps those with a recipient that contains it, in any case."""
        found: list[Mail] = []
        for path in sorted(self.folder.glob("*.json"), reverse=True):
            mail = self.get(path.stem)
            if mail is not None and any(to.lower() in address.lower() for address in mail.to):
                found.append(mail)
            if len(found) == limit:
                break
        return found

    def _path(self, mail_id: str, kind: str) -> Path:
        return self.folder / f"{mail_id}.{kind}"


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else part.get_content()
