"""Association and Link Account: step 1, and Finish (R003–R033)."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import Unavailable
from contracts.provider_directory import errors as e
from provider_directory.adapters import people
from provider_directory.operations import granting, match_tries
from provider_directory.operations.linked import accept, as_link
from provider_directory.operations.tax_ids import tax_ids
from provider_directory.operations.telling import tell_confirmed
from provider_directory.repository import agreements, links, offices
from provider_directory.rules.grants import ADMINISTRATOR
from provider_directory.rules.match_tokens import PURPOSE, Match, NotAMatch
from provider_directory.rules.matching import OnFile, Typed, Verdict, judge, typed_as
from provider_directory.rules.npi import is_npi
from provider_directory.rules.people import Person
from servicekit import clock
from servicekit.seal import SealBroken
from servicekit.work import Tx, Work

FREE, TAKEN = "free", "administrator_exists"


def match_billing_provider(work: Work, **form: Any) -> dict[str, Any]:
    """`ProviderMatched`. One neutral refusal for whatever doesn't match, and the same work for each.

    Raises LooksLikeNpi, ProviderNotMatched, ProviderTypeWrong, ProviderAlreadyLinked, AssociationHeld,
    RateLimited.
    """
    typed = typed_as(form, tax_ids(work).digest)
    if is_npi(typed.number):
        raise e.LooksLikeNpi()
    verdict, found = match_tries.look(
        work, typed, lambda: _look(work, typed), lambda seen: seen[0] != Verdict.NOT_MATCHED
    )
    if verdict == Verdict.NOT_MATCHED or found is None:
        raise e.ProviderNotMatched()
    if verdict == Verdict.TYPE_WRONG:
        raise e.ProviderTypeWrong(type=found.kind)
    return _matched(work, found)


def create_link(work: Work, *, match_token: str, agreement_version: str) -> dict[str, Any]:
    """`Link`: the viewer is the administrator of the Provider ID that she matched (R021–R023).

    Of several at once one is; a second click gets the first one's link. Raises MatchExpired,
    AdministratorExists, AgreementChanged, AssociationHeld.
    """
    match = opened(work, match_token)
    person = people.ask(work, match.account_id)
    with work.transaction() as tx:
        office, link = held_for(work, tx, match)
        if link is None or link.state != "active":
            _refuse_what_is_taken(tx.session, work, match, link)
            _refuse_another_agreement(tx.session, work, agreement_version)
            link = _begin(work, tx, office, match, person)
            accept(work, tx, link.id, link.context_id, office.name, agreement_version)
        return tx.answer(as_link(links.shown(tx.session, work.viewer, link.id)))


def opened(work: Work, match_token: str) -> Match:
    """What step 1 found. Raises MatchExpired, AssociationHeld."""
    try:
        match = Match.from_bytes(work.sealer.unseal(PURPOSE, match_token))
    except (SealBroken, NotAMatch):
        raise e.MatchExpired() from None
    if not match.good_for(work.viewer.account_id, clock.now()):
        raise e.MatchExpired()
    match_tries.refuse_held(work)
    return match


def held_for(work: Work, tx: Tx, match: Match) -> tuple[Row, Row | None]:
    """The matched Provider ID, held, and the viewer's link to it if there is one. Raises MatchExpired."""
    today = clock.today(work.settings.plan_zone)
    office = offices.hold_office(tx.session, work.viewer, match.billing_provider_id, today)
    if office is None:
        raise e.MatchExpired()
    link = links.of_account(tx.session, work.viewer, office.id, match.account_id)
    if match.outlived(link):
        raise e.MatchExpired()
    return office, link


def _look(work: Work, typed: Typed) -> tuple[Verdict, OnFile | None]:
    today = clock.today(work.settings.plan_zone)
    with work.reading() as session:
        found = offices.find_on_file(session, work.viewer, typed, today)
    return judge(typed, found), found


def _matched(work: Work, found: OnFile) -> dict[str, Any]:
    with work.reading() as session:
        link = links.of_account(session, work.viewer, found.id, work.viewer.account_id)
        administrators = links.administrators(session, work.viewer, found.id)
        agreement = agreements.in_force(session, work.viewer)
    if link is not None and link.state == "active":
        raise e.ProviderAlreadyLinked()
    if agreement is None:
        raise Unavailable(reason="no_agreement")
    taken = bool(administrators) or link is not None and link.state == "suspended"
    initial = people.unseal(work, administrators[0].person_sealed).first_name[:1] if administrators else None
    return _token(work, found) | {
        "outcome": TAKEN if taken else FREE,
        "name": found.name,
        "kind": found.kind,
        "administrator_initial": initial,
        "agreement": {"version": agreement.version, "text": agreement.text},
    }


def _token(work: Work, found: OnFile) -> dict[str, Any]:
    now = clock.now()
    match = Match(work.viewer.account_id, found.id, now, now + work.settings.match_lifetime)
    return {
        "match_token": work.sealer.seal(PURPOSE, match.to_bytes()),
        "expires_at": match.expires_at,
    }


def _refuse_what_is_taken(session: Session, work: Work, match: Match, link: Row | None) -> None:
    suspended = link is not None and link.state == "suspended"
    if suspended or links.administrators(session, work.viewer, match.billing_provider_id):
        raise e.AdministratorExists()


def _refuse_another_agreement(session: Session, work: Work, version: str) -> None:
    agreement = agreements.in_force(session, work.viewer)
    if agreement is None or agreement.version != version:
        raise e.AgreementChanged(version=agreement.version if agreement else None)


def _begin(work: Work, tx: Tx, office: Row, match: Match, person: Person) -> Row:
    link = granting.begin(
        work,
        tx,
        billing_provider_id=office.id,
        account_id=match.account_id,
        person=person,
        role=ADMINISTRATOR,
        action="linked",
        actor_kind="self",
    )
    tell_confirmed(tx, office.name, link)
    return link
