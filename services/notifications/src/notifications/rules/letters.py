"""Compose a letter: the one structure from which both the HTML and the plain text are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from notifications.config import Sender, Support
from notifications.rules import words
from notifications.rules.catalogue import CLOSING, INVITATION_PATH, KIND, LETTERS, RIGHT_TO_LEFT, Kind, Part

Texts = Mapping[str, Mapping[str, str]]
"""Section (a letter's key, or `common`) → name → words, of one language."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter is about. All but the moments is personal: sealed at rest, wiped after sending.

    `until` is when something in it ends that may be sent again, unlike a code that expires. `facts` are what
    FACT parts show, and a token for its LINK.
    """

    first_name: str | None = None
    code: str | None = None
    username: str | None = None
    happened_at: datetime | None = None
    expires_at: datetime | None = None
    until: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """One part as it is read: `text` alone, or `text` as the label of `value`."""

    kind: Kind
    text: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed letter, plain strings throughout (the HTML escapes them)."""

    key: str
    language: str
    direction: str
    subject: str
    blocks: tuple[Block, ...]


NAMED_BY_KIND = ("account", "sign_up_page", "recover_page")
"""What is called otherwise for office staff than for members."""


class NoSuchText(LookupError):
    """A part names a text that not even the English catalogue has."""


def compose(
    key: str,
    language: str,
    content: Content,
    catalogues: Mapping[str, Texts],
    sender: Sender,
    support: Support,
) -> Letter:
    """The letter `key` in `language`; a text which that language lacks is in English (R235)."""
    writer = _Writer(key, language, content, catalogues, sender, support)
    blocks = tuple(writer.block(part) for part in (*LETTERS[key], *CLOSING) if writer.has(part))
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return Letter(key, language, direction, writer.words("subject"), blocks)


def as_text(letter: Letter) -> str:
    """The plain-text body: the same blocks, one empty line between them."""
    return "\n\n".join(_plain(block) for block in letter.blocks) + "\n"


def _plain(block: Block) -> str:
    if block.kind is Kind.CODE:
        return f"{block.text}\n\n    {block.value}"
    if block.kind is Kind.SIGN_OFF:
        return f"{block.text}\n{block.value}"
    return block.text if block.value is None else f"{block.text} {block.value}"


@dataclass(frozen=True, slots=True)
class _Writer:
    key: str
    language: str
    content: Content
    catalogues: Mapping[str, Texts]
    sender: Sender
    support: Support

    def has(self, part: Part) -> bool:
        """The portal's address is shown only where one is configured."""
        needs_portal = part.kind is Kind.LINK or part.text == "resume"
        return bool(self.sender.portal_url) or not needs_portal

    def block(self, part: Part) -> Block:
        value = None if part.value is None else self._value(part.value)
        return Block(part.kind, self.words(self._name(part)), value)

    def words(self, name: str) -> str:
        language, text = self._find(name, self.language)
        return text.format_map(self._facts(language))

    def _name(self, part: Part) -> str:
        nameless = part.kind is Kind.GREETING and words.greeting_name(self.content.first_name) is None
        return "greeting_nameless" if nameless else part.text

    def _find(self, name: str, wished: str) -> tuple[str, str]:
        kind = self.content.facts.get(KIND, "member")
        for language in (wished, "en"):
            texts = self.catalogues.get(language, {})
            for section in (self.key, "common"):
                for wanted in (f"{name}_{kind}", name):
                    if found := texts.get(section, {}).get(wanted):
                        return language, found
        raise NoSuchText(f"{self.key}: {name}")

    def _value(self, name: str) -> str:
        values = {
            "code": words.grouped(self.content.code or ""),
            "username": self.content.username or "",
            "portal_url": self.sender.portal_url or "",
            "plan": self.sender.plan,
            "invitation_url": self._invitation_url(),
            "day": words.day(self.content.facts.get("day", ""), self.language),
        }
        return values[name] if name in values else self.content.facts.get(name, "")

    def _invitation_url(self) -> str:
        portal = (self.sender.portal_url or "").rstrip("/")
        return f"{portal}/{INVITATION_PATH}/{self.content.facts.get('token', '')}"

    def _facts(self, language: str) -> dict[str, str]:
        facts = {
            "first_name": words.greeting_name(self.content.first_name) or "",
            "sender": self.sender.name,
            "plan": self.sender.plan,
            "phone": self.support.phone,
            "tty": self.support.tty,
            "hours": words.hours(self.support, language),
            "portal_url": self.sender.portal_url or "",
        }
        facts |= {name: self._find(name, language)[1] for name in NAMED_BY_KIND}
        moments = {
            "expires": self.content.expires_at,
            "when": self.content.happened_at,
            "until": self.content.until,
        }
        return facts | {
            name: words.moment(at, self.sender.zone, language)
            for name, at in moments.items()
            if at is not None
        }
