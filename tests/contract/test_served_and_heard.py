"""What the contracts promise is what the services do: each procedure served once, each event heard."""

from importlib import import_module

import pytest

from contracts import registry
from contracts.procedures import ANYONE

DOORS = {
    "identity": "identity.service:IdentityService",
    "provider_directory": "provider_directory.service:ProviderDirectoryService",
    "member": "member.service:MemberService",
    "claims": "claims.service:ClaimsService",
    "notifications": "notifications.service:NotificationsService",
}


def door(service: str):
    module, _, name = DOORS[service].partition(":")
    return getattr(import_module(module), name)


@pytest.mark.parametrize("service", registry.SERVICES)
def test_a_service_serves_exactly_what_its_contract_names(service):
    promised = {p.name: p for p in registry.procedures().values() if p.service == service}
    assert door(service).served() == promised


@pytest.mark.parametrize("service", registry.SERVICES)
def test_a_service_is_named_like_its_contract(service):
    assert door(service).name == service


def test_every_event_has_a_hearer():
    heard = {event for service in registry.SERVICES for event in door(service).heard()}
    unheard = [
        event.key for event in registry.events().values() if event not in heard and not event.broadcast
    ]
    assert unheard == []


def test_nobody_hears_what_nobody_tells():
    told = set(registry.events().values())
    for service in registry.SERVICES:
        assert set(door(service).heard()) <= told


def test_a_procedure_open_to_anyone_is_on_the_list_of_public_doors():
    """A new public door is a decision: it is added here by hand, and reviewed."""
    public = {key for key, procedure in registry.procedures().items() if ANYONE in procedure.allow}
    assert public == {
        "identity.start_sign_up",
        "identity.resend_sign_up_code",
        "identity.change_sign_up_email",
        "identity.confirm_sign_up",
        "identity.start_session",
        "identity.refresh_session",
        "identity.start_recovery",
        "identity.resend_recovery_code",
        "identity.confirm_recovery",
        "identity.start_provider_sign_up",
        "identity.start_provider_recovery",
        "identity.confirm_sent_reset",
        "identity.cancel_email_change",
        "provider_directory.find_invitation",
        "provider_directory.create_case",
    }
