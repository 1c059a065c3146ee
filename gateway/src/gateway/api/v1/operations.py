"""Every operation of the API, in one table: routes, doors, OpenAPI and tests are made from it."""

from dataclasses import dataclass, field

from contracts.errors import ContractError
from contracts.identity import rpc as identity
from contracts.member import rpc as member
from contracts.member.errors import ContactChanged, PreferencesChanged
from contracts.procedures import Procedure

PREFIX = "/api/v1"
VERSION = "version"
"""The field that is an ETag in answers, and comes in If-Match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method on one path.

    `path` is as in OpenAPI (`/sessions/{id}`); `path_fields` says which field of the procedure's `takes`
    each name is; all are UUIDs. The body holds the other fields, less those in `leave_out`.
    `status` is that of success; 204 sends no body. With `stale` the version that the client saw comes in
    If-Match; this error, raised when there is another by now, is answered with 412.
    """

    method: str
    path: str
    procedure: Procedure
    status: int
    summary: str
    tag: str
    path_fields: dict[str, str] = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    stale: type[ContractError] | None = None

    @property
    def name(self) -> str:
        """Operation id and endpoint: `post_sign_ups_id_code`."""
        return "_".join([self.method.lower(), *self.path.strip("/").translate(_NAME).split("/")])

    @property
    def rule(self) -> str:
        """The path as Flask writes it, below the prefix."""
        return self.path.replace("{", "<uuid:").replace("}", ">")

    @property
    def body_fields(self) -> frozenset[str]:
        """Names of the fields that the JSON body may hold."""
        taken = set(self.path_fields.values()) | self.leave_out | ({VERSION} if self.stale else set())
        return frozenset(self.procedure.takes._declared_fields) - taken


_NAME = str.maketrans({"-": "_", "{": None, "}": None})
_SIGN_UP, _RECOVERY = {"id": "sign_up_id"}, {"id": "recovery_id"}
_CONTACT_POINT = {"id": "contact_point_id"}
_BY_ID, _BY_EMAIL = frozenset({"email"}), frozenset({"sign_up_id"})

OPERATIONS = (
    Operation(
        method="POST", path="/sign-ups", procedure=identity.start_sign_up, status=202, tag="Sign-up",
        summary="Start a sign-up; a code goes to the e-mail address",
    ),
    Operation(
        method="POST", path="/sign-ups/code", procedure=identity.resend_sign_up_code, status=202,
        tag="Sign-up", leave_out=_BY_EMAIL, summary="Send another code, on another device",
    ),
    Operation(
        method="POST", path="/sign-ups/confirmation", procedure=identity.confirm_sign_up, status=204,
        tag="Sign-up", leave_out=_BY_EMAIL, summary="Confirm with e-mail address and code",
    ),
    Operation(
        method="POST", path="/sign-ups/{id}/code", procedure=identity.resend_sign_up_code, status=202,
        tag="Sign-up", path_fields=_SIGN_UP, leave_out=_BY_ID, summary="Send another code",
    ),
    Operation(
        method="PUT", path="/sign-ups/{id}/email", procedure=identity.change_sign_up_email, status=202,
        tag="Sign-up", path_fields=_SIGN_UP, summary="Correct the e-mail address; a new code goes there",
    ),
    Operation(
        method="POST", path="/sign-ups/{id}/confirmation", procedure=identity.confirm_sign_up, status=204,
        tag="Sign-up", path_fields=_SIGN_UP, leave_out=_BY_ID, summary="Confirm with the code",
    ),
    Operation(
        method="POST", path="/sessions", procedure=identity.start_session, status=201, tag="Sessions",
        summary="Log in",
    ),
    Operation(
        method="POST", path="/sessions/refresh", procedure=identity.refresh_session, status=200,
        tag="Sessions", summary="Get the next access token; the refresh token is used up",
    ),
    Operation(
        method="GET", path="/sessions", procedure=identity.list_sessions, status=200, tag="Sessions",
        summary="List where this account is logged in",
    ),
    Operation(
        method="DELETE", path="/sessions/{id}", procedure=identity.end_session, status=204, tag="Sessions",
        path_fields={"id": "session_id"}, summary="End one session",
    ),
    Operation(
        method="DELETE", path="/sessions", procedure=identity.end_other_sessions, status=204,
        tag="Sessions", summary="End all other sessions",
    ),
    Operation(
        method="GET", path="/me", procedure=identity.get_account, status=200, tag="Account",
        summary="Get the signed-in person's account",
    ),
    Operation(
        method="PUT", path="/me/password", procedure=identity.change_password, status=200, tag="Account",
        summary="Change the password; other sessions end",
    ),
    Operation(
        method="POST", path="/me/email-change", procedure=identity.start_email_change, status=202,
        tag="Account", summary="Ask for another e-mail address; a code goes there",
    ),
    Operation(
        method="POST", path="/me/email-change/code", procedure=identity.resend_email_change_code, status=202,
        tag="Account", summary="Send another code to the new address",
    ),
    Operation(
        method="POST", path="/me/email-change/confirmation", procedure=identity.confirm_email_change,
        status=204, tag="Account", summary="Confirm the new address with the code",
    ),
    Operation(
        method="GET", path="/me/contact", procedure=member.get_contact, status=200, tag="Contact",
        summary="Get addresses, phones and e-mail addresses; `version` is each one's ETag",
    ),
    Operation(
        method="POST", path="/me/contact", procedure=member.create_contact_point, status=201, tag="Contact",
        summary="Add an entry",
    ),
    Operation(
        method="PUT", path="/me/contact/{id}", procedure=member.change_contact_point, status=200,
        tag="Contact", path_fields=_CONTACT_POINT, stale=ContactChanged,
        summary="Change the version of an entry that If-Match names",
    ),
    Operation(
        method="DELETE", path="/me/contact/{id}", procedure=member.end_contact_point, status=204,
        tag="Contact", path_fields=_CONTACT_POINT, stale=ContactChanged,
        summary="Delete the version of an entry that If-Match names",
    ),
    Operation(
        method="POST", path="/recoveries", procedure=identity.start_recovery, status=202, tag="Recovery",
        summary="Recover username, password or both; the answer is the same for everybody",
    ),
    Operation(
        method="POST", path="/recoveries/{id}/code", procedure=identity.resend_recovery_code, status=202,
        tag="Recovery", path_fields=_RECOVERY, summary="Send another code",
    ),
    Operation(
        method="POST", path="/recoveries/{id}/password", procedure=identity.confirm_recovery, status=204,
        tag="Recovery", path_fields=_RECOVERY, summary="Set a new password with the code",
    ),
    Operation(
        method="GET", path="/me/preferences", procedure=member.get_preferences, status=200, tag="Preferences",
        summary="Get languages, interpreter, display and how notices come",
    ),
    Operation(
        method="PUT", path="/me/preferences", procedure=member.change_preferences, status=200,
        tag="Preferences", stale=PreferencesChanged,
        summary="Change the version that If-Match names; that of who never chose is 1",
    ),
    Operation(
        method="GET", path="/me/coverage", procedure=member.get_coverage, status=200, tag="Coverage",
        summary="Get active and inactive insurance",
    ),
    Operation(
        method="GET", path="/me/id-cards", procedure=member.get_id_cards, status=200, tag="ID cards",
        summary="Get the ID card of each line, the last order and the addresses to send one to",
    ),
    Operation(
        method="POST", path="/me/id-card-orders", procedure=member.create_card_order, status=201,
        tag="ID cards", summary="Order a printed card",
    ),
    Operation(
        method="DELETE", path="/me/id-card-orders/{id}", procedure=member.cancel_card_order, status=204,
        tag="ID cards", path_fields={"id": "order_id"}, summary="Cancel an order that is not printed",
    ),
    Operation(
        method="GET", path="/me/pcp", procedure=member.get_pcp, status=200, tag="Primary doctor",
        summary="Get the primary doctor of today, the coming one and past ones",
    ),
    Operation(
        method="POST", path="/me/pcp/search", procedure=member.search_pcps, status=200,
        tag="Primary doctor", summary="Find doctors; in the body, so that no name stands in an address",
    ),
    Operation(
        method="POST", path="/me/pcp/changes", procedure=member.change_pcp, status=201,
        tag="Primary doctor", summary="Choose another doctor from the first of the next month on",
    ),
    Operation(
        method="DELETE", path="/me/pcp/changes/{id}", procedure=member.cancel_pcp_change, status=204,
        tag="Primary doctor", path_fields={"id": "change_id"}, summary="Cancel a change that waits",
    ),
)  # fmt: skip
