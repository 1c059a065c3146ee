"""How often something may be tried: the table of every budget, and the claims a try makes on them.

A budget counts failures (a try that was right gives its place back) unless `spends`: then every use counts,
because the use itself, a mail or an answer, is what must stay rare.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from identity.config import Settings
from identity.rules import names
from identity.rules.keys import Keyer

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

PASSWORD = "password"
CODE = "code"
SECOND_FACTOR = "second_factor"
ASSOCIATION = "association"
ACCOUNT, ADDRESS, DEVICE = "account", "address", "device"


@dataclass(frozen=True, slots=True)
class Budget:
    """`cap` tries that fail; then no more until `cool_down` is over (None: until somebody clears it).

    With `window` the count begins anew so long after it began, full or not. `forgiving`: a success sets
    the count to nothing, so that only failures in a row add up.
    """

    kind: str
    purpose: str
    cap: int
    window: timedelta | None = None
    cool_down: timedelta | None = None
    forgiving: bool = False
    spends: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One try's claim on a budget, for a subject that is known only by its digest."""

    budget: Budget
    subject: bytes

    @property
    def order(self) -> tuple[str, str, bytes]:
        """Rows are always locked in this order, so that no two tries wait for each other."""
        return (self.budget.kind, self.budget.purpose, self.subject)


def in_order(claims: Sequence[Claim | None]) -> list[Claim]:
    """The claims that apply, in the order in which their rows are locked."""
    return sorted((claim for claim in claims if claim), key=lambda claim: claim.order)


def log_in(
    settings: Settings, keyer: Keyer, name_key: bytes, address: str | None, device: bytes | None
) -> list[Claim]:
    """A log-in's claims (R182). A device that logged in before has its own, small budget, and neither the
    account's nor the address's: whoever else is guessing can't use it up."""
    if device:
        return [Claim(_password(settings, DEVICE), device)]
    by_address = Budget(PASSWORD, ADDRESS, settings.address_failure_limit, window=HOUR)
    return in_order(
        [
            Claim(_password(settings, ACCOUNT), name_key),
            _of(by_address, keyer, ADDRESS, address),
        ]
    )


def change_password(settings: Settings, keyer: Keyer, account_id: str) -> list[Claim]:
    """The current password is asked for again: a stolen session must not be a way to guess it."""
    budget = Budget(PASSWORD, "change", settings.lock_after, cool_down=HOUR, forgiving=True)
    return [Claim(budget, keyer.key("account", account_id))]


def second_factor(settings: Settings, keyer: Keyer, account_id: str) -> list[Claim]:
    """Second factors: as few as passwords, in a budget that no right password resets."""
    budget = Budget(
        SECOND_FACTOR, ACCOUNT, settings.lock_after, cool_down=settings.unlock_after, forgiving=True
    )
    return [Claim(budget, keyer.key("account", account_id))]


def code_try(settings: Settings, keyer: Keyer, purpose: str, subject: str) -> list[Claim]:
    """Tries at the code of one flow (R080); `subject` is the flow's id, or the address it was mailed to."""
    budget = Budget(CODE, purpose, settings.code_tries, cool_down=settings.code_cool_down, forgiving=True)
    return [Claim(budget, keyer.key("code-try", purpose, subject))]


def match(
    settings: Settings, keyer: Keyer, member_id: str, address: str | None, device: str | None
) -> list[Claim]:
    """Sign-up's tries to match a member (R066)."""
    return in_order(
        [
            Claim(
                Budget("match", "member", settings.match_limit_member, window=HOUR),
                keyer.key("member_id", names.member_id(member_id)),
            ),
            _of(Budget("match", ADDRESS, settings.match_limit_address, window=HOUR), keyer, ADDRESS, address),
            _of(Budget("match", DEVICE, settings.match_limit_device, window=HOUR), keyer, DEVICE, device),
        ]
    )


def association(
    settings: Settings, keyer: Keyer, account_id: str, provider_id: str, address: str | None
) -> list[Claim]:
    """An office's tries to match a provider record (R015). The account's are few and last: a right one gives
    none of the wrong ones back, or whoever has one record could guess at all others."""
    return in_order(
        [
            Claim(
                Budget(ASSOCIATION, ACCOUNT, settings.association_limit, window=30 * DAY),
                association_subject(keyer, account_id),
            ),
            Claim(
                Budget(ASSOCIATION, "provider", settings.association_limit_provider, window=HOUR),
                keyer.key("provider", names.plain(provider_id)),
            ),
            _of(
                Budget(ASSOCIATION, ADDRESS, settings.association_limit_address, window=HOUR),
                keyer,
                ADDRESS,
                address,
            ),
        ]
    )


def association_subject(keyer: Keyer, account_id: str) -> bytes:
    """By what an account's tries to match a provider record are found."""
    return keyer.key("association", account_id)


def provider_sign_up(settings: Settings, keyer: Keyer, email: str, address: str | None) -> list[Claim]:
    """Sign-ups of office staff (R001): each sends a mail to whatever address was typed."""
    return in_order(
        [
            Claim(
                Budget("sign_up", "email", settings.provider_sign_up_limit_email, window=HOUR),
                keyer.key("email", names.email(email)),
            ),
            _of(
                Budget("sign_up", ADDRESS, settings.provider_sign_up_limit_address, window=HOUR),
                keyer,
                ADDRESS,
                address,
            ),
        ]
    )


def recovery(
    settings: Settings, keyer: Keyer, person: tuple[str, ...], member_id: str, address: str | None
) -> list[Claim]:
    """Requests for recovery (R105). They all count, since the answer never says whether one matched.

    The narrow limit is per whole set of identity fields: were it per Member ID alone, anybody who saw a card
    could keep its owner from recovering.
    """
    return in_order(
        [
            Claim(
                Budget("recovery", "person", settings.recovery_limit_person, window=HOUR, spends=True),
                keyer.key("person", *map(names.plain, person)),
            ),
            Claim(
                Budget("recovery", "member", settings.recovery_limit_member, window=HOUR, spends=True),
                keyer.key("member_id", names.member_id(member_id)),
            ),
            _of(
                Budget("recovery", ADDRESS, settings.recovery_limit_address, window=HOUR, spends=True),
                keyer,
                ADDRESS,
                address,
            ),
        ]
    )


def provider_recovery(
    settings: Settings, keyer: Keyer, username: str, email: str, address: str | None
) -> list[Claim]:
    """Requests for recovery of office staff (R180): as many as members have, per username with its e-mail."""
    return in_order(
        [
            Claim(
                Budget("recovery", "pair", settings.recovery_limit_person, window=HOUR, spends=True),
                keyer.key("pair", names.username(username), names.email(email)),
            ),
            Claim(
                Budget("recovery", "username", settings.recovery_limit_member, window=HOUR, spends=True),
                keyer.key("username", names.username(username)),
            ),
            _of(
                Budget("recovery", ADDRESS, settings.recovery_limit_address, window=HOUR, spends=True),
                keyer,
                ADDRESS,
                address,
            ),
        ]
    )


def resend(settings: Settings, keyer: Keyer, flow: str, subject: str) -> list[Claim]:
    """Asking for another code (R079): one a minute, five an hour."""
    return in_order(
        [
            *first_send(settings, keyer, flow, subject),
            _hourly(settings, keyer, flow, subject),
        ]
    )


def first_send(settings: Settings, keyer: Keyer, flow: str, subject: str) -> list[Claim]:
    """What the first code of a flow uses up: the pause before the next one."""
    pause = Budget("resend", f"{flow}-pause", 1, window=settings.resend_cool_down, spends=True)
    return [Claim(pause, keyer.key("resend", flow, subject))]


def email_change(settings: Settings, keyer: Keyer, sign_up: str) -> list[Claim]:
    """Correcting the address of a sign-up (R079): it sends a code, too.

    Who sees her mistake need not wait a minute; three addresses a day are all that a flow can write to.
    """
    budget = Budget("resend", "email-change", settings.email_change_limit, window=DAY, spends=True)
    return in_order(
        [
            _hourly(settings, keyer, "sign_up", sign_up),
            Claim(budget, keyer.key("email-change", sign_up)),
        ]
    )


def _hourly(settings: Settings, keyer: Keyer, flow: str, subject: str) -> Claim:
    often = Budget("resend", flow, settings.resend_limit, window=HOUR, spends=True)
    return Claim(often, keyer.key("resend", flow, subject))


def new_address(settings: Settings, keyer: Keyer, account_id: str) -> list[Claim]:
    """Asking for another address of an account (R142): it sends a code to wherever was typed."""
    budget = Budget("resend", "new-address", settings.email_change_limit, window=DAY, spends=True)
    return in_order(
        [
            *resend(settings, keyer, "email_change", account_id),
            Claim(budget, keyer.key("new-address", account_id)),
        ]
    )


def address_check(settings: Settings, keyer: Keyer, account_id: str, subject: str) -> list[Claim]:
    """Asking for the code of an address that a peer keeps (R142): it goes to wherever was typed, too."""
    budget = Budget("resend", "address-check", settings.address_check_limit, window=DAY, spends=True)
    return in_order(
        [
            *resend(settings, keyer, "address_check", subject),
            Claim(budget, keyer.key("address-check", account_id)),
        ]
    )


def owner_address(settings: Settings, keyer: Keyer, account_id: str) -> list[Claim]:
    """Addresses that specialists write down for an owner (R181)."""
    budget = Budget("resend", "owner-address", settings.email_change_limit, window=DAY, spends=True)
    return [Claim(budget, keyer.key("owner-address", account_id))]


def _password(settings: Settings, purpose: str) -> Budget:
    return Budget(PASSWORD, purpose, settings.lock_after, cool_down=settings.unlock_after, forgiving=True)


def _of(budget: Budget, keyer: Keyer, purpose: str, value: str | None) -> Claim | None:
    return Claim(budget, keyer.key(purpose, value)) if value else None
