"""Each procedure through the service's own method: what it takes and gives is what the contract says; and
what the database refuses, whatever the code does."""

import uuid

import pytest
from sqlalchemy.exc import IntegrityError

from contracts.procedures import PROVIDER, PROVIDER_SERVICES, SUPPORT
from contracts.provider_directory import cases, invitations, offices, rpc, users
from contracts.provider_directory.invitations import invitation_issued
from provider_directory.rules.people import Person
from provider_directory.service import ProviderDirectoryService
from servicekit.envelope import pack
from servicekit.viewer import admit

OURS = {
    procedure
    for topic in (cases, invitations, offices, users)
    for procedure in vars(topic).values()
    if procedure in ProviderDirectoryService.served().values()
}
CASE = {"kind": "training", "preferred_days": ["2026-12-01"]}
EVE = {"first_name": "Eve", "last_name": "Vang", "email": "eve@example.org", "zip_code": "95340"}
MAX = EVE | {"first_name": "Max", "email": "max@example.org"}


@pytest.fixture
def ask(kit):
    """`ask(procedure, work, **fields)`: the answer as its caller loads it, for whom the contract lets in."""
    asked = set()

    def call(procedure, work, **fields):
        admit(work.viewer, procedure)
        asked.add(procedure)
        loaded = procedure.takes().load(fields)
        method = getattr(ProviderDirectoryService, procedure.name)
        given = method(ProviderDirectoryService(), work, **loaded) or {}
        pack(procedure.gives, "reply", given, kit.sealer)
        return procedure.gives().dump(procedure.gives().load(procedure.gives().dump(given)))

    call.asked = asked
    return call


def test_every_answer_is_what_its_contract_says(
    ask, office, staff, kit, viewer_of, identity_service, contents_of, run_sql
):
    [[who]] = run_sql("INSERT INTO representatives (name) VALUES ('Rita Rep') RETURNING id")
    run_sql("UPDATE billing_providers SET representative_id = :who", who=who)
    admin, ben, eve_id = office.work, office.add("Ben", "Ruiz"), uuid.uuid4()
    identity_service.people[eve_id] = Person("Eve", "Vang", "eve@example.org")
    eve = kit.work(viewer=viewer_of(eve_id))
    support, agent = staff(SUPPORT), staff(PROVIDER_SERVICES)

    assert ask(rpc.list_users, admin)["users"]
    assert ask(rpc.get_user, admin, link_id=str(ben.link_id))["sites"]
    changed = ask(
        rpc.change_access, admin, link_id=str(ben.link_id), version=1, grants=[{"feature": "claims"}]
    )
    assert changed["features"] == ["claims"]
    assert ask(rpc.revoke_access, admin, link_id=str(ben.link_id))["status"] == "revoked"
    assert ask(rpc.restore_access, admin, link_id=str(ben.link_id))["status"] == "active"
    changes = ask(rpc.list_access_changes, admin, link_id=str(ben.link_id))["changes"]

    batch = ask(rpc.create_invitations, admin, people=[EVE, MAX])
    assert ask(rpc.list_invitation_batches, admin)["batches"][0]["total"] == 2
    rows = ask(rpc.get_invitation_batch, admin, batch_id=batch["batch_id"])["invitations"]
    run_sql("UPDATE invitations SET sent_at = sent_at - interval '2 minutes'")
    ask(rpc.resend_invitation, admin, invitation_id=rows[1]["invitation_id"])
    ask(rpc.cancel_invitation, admin, invitation_id=rows[1]["invitation_id"])
    token = contents_of(invitation_issued)[0]["token"]
    assert ask(rpc.find_invitation, eve, token=token)["open"]
    assert ask(rpc.confirm_invitation, eve, token=token)["role"] == "user"

    case = ask(rpc.create_case, admin, **CASE)
    assert ask(rpc.search_cases, support)["cases"][0]["number"] == case["number"]
    assert ask(rpc.get_case, support, case_id=case["case_id"])["kind"] == "training"
    asked = {"case_id": case["case_id"], "version": 1, "note": "Called", "state": "waiting"}
    assert ask(rpc.change_case, support, **asked)["notes"]

    about = {"billing_provider_id": str(office.id), "reason": "Caller was verified"}
    assert ask(rpc.search_billing_providers, agent, number=office.number)["offices"]
    assert len(ask(rpc.get_office, agent, **about)["users"]) == 3
    made = ask(rpc.change_administrator, support, **about, link_id=str(ben.link_id))
    assert made["role"] == "administrator"
    to = {"link_id": str(ben.link_id), "change_id": changes[0]["change_id"], "reason": "As it was"}
    assert ask(rpc.change_access_for_staff, support, **to)["role"] == "user"
    assert ask(rpc.record_letter_issued, agent, **about)["issued_at"]
    assert ask(rpc.get_welcome_letter, agent, **about)["representative"]["name"] == "Rita Rep"
    assert ask(rpc.get_representative, admin)["name"] == "Rita Rep"
    assert ask.asked == OURS and len(OURS) == 24


def test_people_of_offices_have_no_way_to_the_desk_and_staff_none_into_an_office():
    for procedure in OURS - {rpc.create_case, rpc.find_invitation, rpc.list_access_changes}:
        assert (PROVIDER in procedure.allow) != bool({SUPPORT, PROVIDER_SERVICES} & procedure.allow), (
            procedure.key
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE invitations SET state = 'lost'",
        "UPDATE invitations SET role = 'owner'",
        "UPDATE invitations SET token_key = NULL",
        "UPDATE invitations SET expires_at = NULL",
        "UPDATE invitations SET state = 'accepted', token_key = NULL",
        "UPDATE invitations SET state = 'cancelled'",
        "UPDATE invitations SET accepted_by = gen_random_uuid()",
        "UPDATE invitations SET email_key = ''",
        "UPDATE invitations SET token_key = ''",
        "UPDATE invitations SET row = 7",
        "UPDATE invitation_batches SET sent = 3",
        "UPDATE invitation_batches SET sent = 1",
        "UPDATE invitation_batches SET finished_at = NULL",
        "UPDATE invitation_batches SET total = 0",
        "UPDATE cases SET kind = 'wish'",
        "UPDATE cases SET state = 'lost'",
        "UPDATE cases SET state = 'closed'",
        "UPDATE cases SET closed_at = now()",
        "UPDATE cases SET kind = 'other', scheduled_on = '2026-12-01'",
    ],
)
def test_the_database_refuses_what_can_not_be(ask, office, run_sql, change):
    ask(rpc.create_invitations, office.work, people=[EVE, MAX])
    ask(rpc.create_case, office.work, **CASE)
    with pytest.raises(IntegrityError):
        run_sql(change)
