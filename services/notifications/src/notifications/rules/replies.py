"""What an SMTP server's reply means for a message."""

from enum import StrEnum

from notifications.rules.states import Attempt, Result


class Stage(StrEnum):
    """How far the conversation with the server was."""

    CONNECT = "connect"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


REFUSALS = {Stage.RECIPIENT: "address_refused", Stage.CONTENT: "message_refused"}


def refused(stage: Stage, code: int) -> Attempt:
    """After a reply of refusal (RFC 5321: 4xx for now, 5xx for good).

    A 5xx before the recipient was named is about us (log-in, sender, policy), and somebody can mend it: the
    message waits, since a mail about an account's safety must not be lost to a wrong setting.
    """
    if 500 <= code <= 599 and stage in REFUSALS:
        return Attempt(Result.REFUSED, REFUSALS[stage])
    if 500 <= code <= 599:
        return Attempt(Result.NOT_HANDED, "server_refused")
    return Attempt(Result.NOT_HANDED, "server_busy")


def broken(handed: bool, timed_out: bool) -> Attempt:
    """After the connection broke or hung; `handed` says that the content was on its way."""
    reason = "timed_out" if timed_out else "connection_lost"
    return Attempt(Result.UNKNOWN if handed else Result.NOT_HANDED, reason)
