"""What the plan's people do for offices (R187, R220, R224, R231). Each look and each act leaves a row with
its reason."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from contracts.errors import InvalidInput, NotFound
from contracts.procedures import SUPPORT
from contracts.provider_directory.association import tax_id_digits
from contracts.provider_directory.offices import MOST_FOUND
from provider_directory.adapters import people
from provider_directory.operations import access, acting, granting, scope_names, staff_acts
from provider_directory.operations.cases import short
from provider_directory.operations.tax_ids import tax_ids
from provider_directory.operations.users import page_for_staff, person_for_staff, shown_link
from provider_directory.repository import cases, desk, history, links, offices, users
from provider_directory.rules.grants import ADMINISTRATOR, USER, Access, differences, from_json
from servicekit import clock
from servicekit.work import Tx, Work

BY_SUPPORT = "support"
LETTER = "record_letter_issued"
MOST_ISSUES = 10
SHORT = ("number", "name", "kind", "ended_on")
CHANGE = ("actor_kind", "action", "before", "after")


def search_billing_providers(work: Work, *, after: UUID | None, **criteria: Any) -> dict[str, Any]:
    """`OfficesFound`; the search is written down. Raises Forbidden."""
    number, tax_id = criteria["number"], criteria.pop("tax_id")
    criteria |= {"number": number.upper() if number else None}
    criteria |= {"tax_id_digest": tax_ids(work).digest(tax_id_digits(tax_id)) if tax_id else None}
    with work.transaction() as tx:
        found = desk.search(tx.session, work.viewer, MOST_FOUND + 1, after=after, **criteria)
        staff_acts.record(work, tx, "search_billing_providers")
    following = found[MOST_FOUND - 1].id if len(found) > MOST_FOUND else None
    return {"offices": [_short(office) for office in found[:MOST_FOUND]], "next": following}


def get_office(
    work: Work, *, billing_provider_id: UUID, reason: str, link_id: UUID | None, after: str | None, limit: int
) -> dict[str, Any]:
    """`Office` with a page of its people, or with one of them. As many questions to the database however many
    people there are. Raises Forbidden, NotFound, InvalidInput."""
    with work.transaction() as tx:
        session, viewer = tx.session, work.viewer
        office = _office(work, tx, billing_provider_id)
        shown, following = _people(work, tx, office.id, link_id, after, limit)
        about = {"billing_provider_id": office.id, "link_id": link_id}
        staff_acts.record(work, tx, "get_office", reason, **about)
        given = [from_json(grant) for one in shown for grant in one["grants"]]
        return _short(office) | scope_names.names(work, session, given) | {
            "tax_id": tax_ids(work).digits(office.tax_id_sealed),
            "registered_on": office.registered_on,
            "representative_id": office.representative_id,
            "representative": _representative(office.r_name, office.r_phone, office.r_email),
            "users": shown,
            "next": following,
            "administrators": _administrators(work, session, office.id),
            "cases": [short(case) for case in desk.open_cases(session, viewer, office.id)],
        }  # fmt: skip


def change_administrator(
    work: Work, *, billing_provider_id: UUID, link_id: UUID, instead_of_link_id: UUID | None, reason: str
) -> dict[str, Any]:
    """Make somebody of the office its administrator, in another one's place where one is named (R224). The
    `OfficeUser` as she is then. Raises Forbidden, NotFound, and InvalidInput for both the same."""
    if link_id == instead_of_link_id:
        raise InvalidInput(fields={"instead_of_link_id": ["field.invalid"]})
    with work.transaction() as tx:
        office = _office(work, tx, billing_provider_id, hold=True)
        link = _of_office(work, tx, office.id, link_id)
        made = _made_administrator(work, tx, link, office.name)
        if instead_of_link_id is not None:
            other = _of_office(work, tx, office.id, instead_of_link_id)
            if other.state == granting.ACTIVE and other.role == ADMINISTRATOR:
                access.apply(work, tx, other, Access(USER, other.state), BY_SUPPORT, office.name)
        about = {"billing_provider_id": office.id, "link_id": link_id}
        staff_acts.record(work, tx, "change_administrator", reason, **about)
        return tx.answer(shown_link(work, tx.session, made))


def change_access_for_staff(work: Work, *, link_id: UUID, change_id: int, reason: str) -> dict[str, Any]:
    """Give somebody the access again that she had after a change (R187). The `OfficeUser` as she is then.

    Raises Forbidden, NotFound, LastAdministrator.
    """
    with work.transaction() as tx:
        session, viewer = tx.session, work.viewer
        earlier = desk.change(session, viewer, link_id, change_id)
        if earlier is None or earlier.after is None:
            raise NotFound()
        office = _office(work, tx, earlier.billing_provider_id, hold=True)
        link = _to(
            work, tx, users.find(session, viewer, link_id), Access.from_json(earlier.after), office.name
        )
        about = {"billing_provider_id": office.id, "link_id": link_id}
        staff_acts.record(work, tx, "change_access_for_staff", reason, **about)
        return tx.answer(shown_link(work, session, link))


def list_access_changes(work: Work, *, link_id: UUID, before: int | None, limit: int) -> dict[str, Any]:
    """`ComparedChanges` of somebody's access: an administrator's own office, or any for support (R184, R187).

    Raises Forbidden, NotFound.
    """
    with work.transaction() as tx:
        session, viewer = tx.session, work.viewer
        link = _seen(work, tx, link_id)
        rows = history.page(session, viewer, link.id, before, limit + 1)
        moments = [kept for row in rows[:limit] for kept in (row.before, row.after) if kept]
        given = [grant for kept in moments for grant in Access.from_json(kept).grants]
        named = scope_names.names(work, session, given)
    following = rows[limit - 1].id if len(rows) > limit else None
    return {"changes": [_compared(work, row) for row in rows[:limit]], "next": following} | named


def get_welcome_letter(work: Work, *, billing_provider_id: UUID, reason: str) -> dict[str, Any]:
    """`WelcomeLetter` (R026, R231). Raises Forbidden, NotFound."""
    today = clock.today(work.settings.plan_zone)
    with work.transaction() as tx:
        office = _office(work, tx, billing_provider_id)
        letter = offices.welcome_letter(tx.session, work.viewer, billing_provider_id, today)
        issued = cases.acts(tx.session, work.viewer, billing_provider_id, LETTER, MOST_ISSUES)
        staff_acts.record(work, tx, "get_welcome_letter", reason, billing_provider_id=billing_provider_id)
    plain = ("registered_on", "first_name", "last_name", "addresses")
    return _short(office) | {name: getattr(letter, name) for name in plain} | {
        "tax_id": tax_ids(work).digits(letter.tax_id_sealed),
        "representative": _representative(office.r_name, office.r_phone, office.r_email),
        "issues": [_issue(act) for act in issued],
    }  # fmt: skip


def record_letter_issued(work: Work, *, billing_provider_id: UUID, reason: str) -> dict[str, Any]:
    """`LetterIssue`: that the Welcome Letter was issued again, and why (R231). Raises Forbidden, NotFound."""
    with work.transaction() as tx:
        _office(work, tx, billing_provider_id)
        act = staff_acts.record(work, tx, LETTER, reason, billing_provider_id=billing_provider_id)
        return tx.answer(_issue(act))


def get_representative(work: Work) -> dict[str, Any]:
    """`Representative` of the viewer's office (R220). Raises Forbidden, NotFound."""
    with work.reading() as session:
        here = acting.somebody(work, session)
        found = desk.representative(session, work.viewer, here.representative_id)
    if found is None:
        raise NotFound()
    return dict(found._mapping)


def _office(work: Work, tx: Tx, billing_provider_id: UUID, *, hold: bool = False) -> Row:
    found = desk.office(tx.session, work.viewer, billing_provider_id, hold=hold)
    if found is None:
        raise NotFound()
    return found


def _of_office(work: Work, tx: Tx, billing_provider_id: UUID, link_id: UUID) -> Row:
    found = users.of_office(tx.session, work.viewer, billing_provider_id, link_id)
    if found is None:
        raise NotFound()
    return found


def _people(
    work: Work, tx: Tx, billing_provider_id: UUID, link_id: UUID | None, after: str | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    if link_id is None:
        return page_for_staff(work, tx.session, billing_provider_id, after, limit)
    link = _of_office(work, tx, billing_provider_id, link_id)
    return [person_for_staff(work, tx.session, link)], None


def _administrators(work: Work, session: Session, billing_provider_id: UUID) -> list[dict[str, Any]]:
    found = links.administrators(session, work.viewer, billing_provider_id)
    return [{"id": one.link_id, "name": people.unseal(work, one.person_sealed).name} for one in found]


def _made_administrator(work: Work, tx: Tx, link: Row, office: str) -> Row:
    return _to(work, tx, link, Access(ADMINISTRATOR, granting.ACTIVE), office)


def _to(work: Work, tx: Tx, link: Row, wanted: Access, office: str) -> Row:
    """`link` with the access that is wanted, whatever it gives now; the row as it is then."""
    if wanted.state != granting.ACTIVE:
        return _ended(work, tx, link, office)
    if link.state == granting.ACTIVE:
        return access.apply(work, tx, link, wanted, BY_SUPPORT, office)
    restored = access.restore(work, tx, link, wanted, BY_SUPPORT)
    access.tell_notices(work, tx, restored, "access_restored", office)
    return restored


def _ended(work: Work, tx: Tx, link: Row, office: str) -> Row:
    if link.state != granting.ACTIVE:
        return link
    how = {"state": granting.REVOKED, "action": "revoked", "actor_kind": BY_SUPPORT, "reason": "revoked"}
    granting.end(work, tx, link, **how)
    access.tell_notices(work, tx, link, "access_revoked", office)
    return _of_office(work, tx, link.billing_provider_id, link.id)


def _seen(work: Work, tx: Tx, link_id: UUID) -> Row:
    """The link, where the viewer may see its history. Raises Forbidden, NotFound."""
    session, viewer = tx.session, work.viewer
    if SUPPORT in viewer.roles:
        staff_acts.record(work, tx, "list_access_changes", link_id=link_id)
        link = users.find(session, viewer, link_id)
    else:
        office = acting.administrator(work, session)
        link = users.of_office(session, viewer, office.billing_provider_id, link_id)
    if link is None:
        raise NotFound()
    return link


def _compared(work: Work, row: Row) -> dict[str, Any]:
    before, after = (Access.from_json(kept) if kept else None for kept in (row.before, row.after))
    changed = differences(before, after) if after else {"added": [], "removed": []}
    actor = people.unseal(work, row.actor_sealed).name if row.actor_sealed else None
    return {name: getattr(row, name) for name in CHANGE} | changed | {
        "change_id": row.id,
        "changed_at": row.at,
        "actor_name": actor,
        "reason": granting.typed_reason(work, row.reason_sealed),
    }  # fmt: skip


def _short(office: Row) -> dict[str, Any]:
    return {"billing_provider_id": office.id} | {name: getattr(office, name) for name in SHORT}


def _representative(name: str | None, phone: str | None, email: str | None) -> dict[str, Any] | None:
    return {"name": name, "phone": phone, "email": email} if name else None


def _issue(act: Row) -> dict[str, Any]:
    return {"issued_at": act.at, "by_account_id": act.account_id}
