"""What a member does after logging in."""

from contracts.claims import rpc as claims
from contracts.member import rpc as member
from contracts.member.errors import ContactChanged, PreferencesChanged
from contracts.provider_directory import rpc as directory
from gateway.api.v1.operations.operation import Operation

_CONTACT_POINT = {"id": "contact_point_id"}

OPERATIONS = (
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
        method="POST", path="/me/contact/{id}/email-check", procedure=member.start_email_check, status=201,
        tag="Contact", path_fields=_CONTACT_POINT, stale=ContactChanged,
        summary="Mail a code to the e-mail address of the version that If-Match names",
    ),
    Operation(
        method="POST", path="/me/contact/{id}/email-check/code", procedure=member.confirm_email_check,
        status=200, tag="Contact", path_fields=_CONTACT_POINT,
        summary="Give the code: the address is verified",
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
        method="GET", path="/me/treating-doctors", procedure=claims.list_treating_doctors, status=200,
        tag="Doctors", summary="List who treated me last, by NPI, as claims tell",
    ),
    Operation(
        method="POST", path="/practitioners/search", procedure=directory.find_practitioners, status=200,
        tag="Doctors", summary="Find doctors by NPI; in the body, so that none stands in an address",
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
    Operation(
        method="POST", path="/me/pcp/exceptions", procedure=member.submit_pcp_exception, status=201,
        tag="Primary doctor", summary="Ask the plan for a change that its rules refuse",
    ),
    Operation(
        method="POST", path="/me/record-looks/search", procedure=member.list_record_looks, status=200,
        tag="Account", summary="List who looked at my record",
    ),
)  # fmt: skip
