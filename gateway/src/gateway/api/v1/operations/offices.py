"""What people of provider offices do: for which Provider ID, who may do what, invitations, requests."""

from contracts.identity import rpc as identity
from contracts.provider_directory import rpc as directory
from contracts.provider_directory.errors import AccessChanged
from gateway.api.v1.operations.operation import Operation

_LINK, _INVITATION = {"id": "link_id"}, {"id": "invitation_id"}

OPERATIONS = (
    Operation(
        method="POST", path="/office-sign-ups", procedure=identity.start_provider_sign_up, status=202,
        tag="Sign-up", summary="Start a sign-up of office staff; go on with the operations of /sign-ups",
    ),
    Operation(
        method="POST", path="/office-recoveries", procedure=identity.start_provider_recovery, status=202,
        tag="Recovery", summary="Reset a password by username and e-mail; go on as with /recoveries",
    ),
    Operation(
        method="GET", path="/me/links", procedure=directory.list_links, status=200, tag="Linked accounts",
        summary="List the Provider IDs that this account is linked to, each with its context",
    ),
    Operation(
        method="POST", path="/me/links/match", procedure=directory.match_billing_provider, status=200,
        tag="Linked accounts", summary="Step 1: match a Provider ID with what its EOB or Welcome Letter says",
    ),
    Operation(
        method="POST", path="/me/links", procedure=directory.create_link, status=201, tag="Linked accounts",
        summary="Step 2: confirm the Provider Agreement; the first one becomes the administrator",
    ),
    Operation(
        method="DELETE", path="/me/links/{id}", procedure=directory.end_link, status=204,
        tag="Linked accounts", path_fields=_LINK, summary="Unlink, unless nobody else administers it",
    ),
    Operation(
        method="POST", path="/me/access-requests", procedure=directory.create_access_request, status=201,
        tag="Linked accounts", summary="Ask the administrator of a matched Provider ID for access",
    ),
    Operation(
        method="GET", path="/office", procedure=directory.get_provider_home, status=200, tag="Office",
        summary="Get the home page of the context; before the agreement is confirmed, that alone",
    ),
    Operation(
        method="POST", path="/office/agreement", procedure=directory.confirm_agreement, status=204,
        tag="Office", summary="Confirm the Provider Agreement: the first one, and each newer version",
    ),
    Operation(
        method="POST", path="/office/my-access/search", procedure=directory.get_own_access, status=200,
        tag="Office", summary="Get own permissions, who administers, and a page of what changed",
    ),
    Operation(
        method="POST", path="/office/permission-requests", procedure=directory.create_permission_request,
        status=201, tag="Office", summary="Ask the administrators for a feature",
    ),
    Operation(
        method="POST", path="/office/users/search", procedure=directory.list_users, status=200, tag="Users",
        summary="List a page of the office's users and open invitations",
    ),
    Operation(
        method="GET", path="/office/users/{id}", procedure=directory.get_user, status=200, tag="Users",
        path_fields=_LINK, summary="Get a user; `version` is the ETag",
    ),
    Operation(
        method="PUT", path="/office/users/{id}/access", procedure=directory.change_access, status=200,
        tag="Users", path_fields=_LINK, stale=AccessChanged,
        summary="Change role and permissions of the version that If-Match names",
    ),
    Operation(
        method="POST", path="/office/users/{id}/revocation", procedure=directory.revoke_access, status=200,
        tag="Users", path_fields=_LINK, summary="End a user's access to this Provider ID at once",
    ),
    Operation(
        method="POST", path="/office/users/{id}/restoration", procedure=directory.restore_access, status=200,
        tag="Users", path_fields=_LINK, summary="Give a revoked user access again",
    ),
    Operation(
        method="POST", path="/office/users/{id}/changes/search", procedure=directory.list_access_changes,
        status=200, tag="Users", path_fields=_LINK, summary="List what changed in a user's access",
    ),
    Operation(
        method="POST", path="/office/invitations", procedure=directory.create_invitations, status=201,
        tag="Invitations", largest_body=8 * 1024 * 1024,
        summary="Invite up to 10,000 people; the answer says for each whether and why not",
    ),
    Operation(
        method="POST", path="/office/invitations/{id}/resend", procedure=directory.resend_invitation,
        status=204, tag="Invitations", path_fields=_INVITATION,
        summary="Send another invitation; the earlier one no longer works",
    ),
    Operation(
        method="DELETE", path="/office/invitations/{id}", procedure=directory.cancel_invitation, status=204,
        tag="Invitations", path_fields=_INVITATION, summary="Cancel an invitation",
    ),
    Operation(
        method="POST", path="/office/invitation-batches/search",
        procedure=directory.list_invitation_batches, status=200, tag="Invitations",
        summary="List what was sent, the newest first",
    ),
    Operation(
        method="POST", path="/office/invitation-batches/{id}/search",
        procedure=directory.get_invitation_batch, status=200, tag="Invitations",
        path_fields={"id": "batch_id"}, summary="Get how far a batch is, and its people",
    ),
    Operation(
        method="POST", path="/invitations/find", procedure=directory.find_invitation, status=200,
        tag="Invitations", summary="Look at an invitation by the secret that was mailed",
    ),
    Operation(
        method="POST", path="/invitations/acceptance", procedure=directory.confirm_invitation, status=200,
        tag="Invitations",
        summary="Accept an invitation with this account; then the Provider Agreement is to be confirmed",
    ),
    Operation(
        method="POST", path="/office/access-requests/search", procedure=directory.list_access_requests,
        status=200, tag="Access requests", summary="List who asks this office for access",
    ),
    Operation(
        method="POST", path="/office/access-requests/{id}/decision",
        procedure=directory.change_access_request, status=204, tag="Access requests",
        path_fields={"id": "request_id"}, summary="Approve with role and permissions, or deny with a reason",
    ),
    Operation(
        method="POST", path="/cases", procedure=directory.create_case, status=201, tag="Help",
        summary="Ask for help; the specialist sees what you were doing, so you need not tell it again",
    ),
)  # fmt: skip
