"""What member answers."""

from contracts.errors import InvalidInput, NotFound, RateLimited
from contracts.identity import errors as identity
from contracts.identity.addresses import AddressCodeSent
from contracts.member import cards, contact, coverage, errors, pcp, pcp_desk, preferences, staff
from contracts.member import schemas as s
from contracts.member.member_keys import find_member_keys as find_member_keys
from contracts.member.roster import list_roster as list_roster
from contracts.member.staff_rpc import *  # noqa: F403 - who looks for a procedure of member finds it here
from contracts.procedures import MEMBER, Procedure, by_service

match_member = Procedure(
    "member",
    "match_member",
    allow=frozenset({by_service("identity")}),
    takes=s.CardHolder,
    gives=s.MemberMatch,
)

get_coverage = Procedure("member", "get_coverage", allow=frozenset({MEMBER}), gives=coverage.Coverage)

get_id_cards = Procedure("member", "get_id_cards", allow=frozenset({MEMBER}), gives=cards.IdCards)

create_card_order = Procedure(
    "member",
    "create_card_order",
    allow=frozenset({MEMBER}),
    takes=cards.CardOrderWanted,
    gives=cards.CardOrdered,
    raises=(NotFound, errors.NotCovered, errors.CardOrderOpen, errors.CardAddressReturned),
    command=True,
)

cancel_card_order = Procedure(
    "member",
    "cancel_card_order",
    allow=frozenset({MEMBER}),
    takes=cards.CardOrderRef,
    raises=(errors.CardOrderPrinted,),
    command=True,
)

get_pcp = Procedure("member", "get_pcp", allow=frozenset({MEMBER}), gives=pcp.MyPcp)

search_pcps = Procedure(
    "member",
    "search_pcps",
    allow=frozenset({MEMBER}),
    takes=pcp.DoctorSearch,
    gives=pcp.FoundDoctors,
    raises=(errors.NotCovered,),
)

change_pcp = Procedure(
    "member",
    "change_pcp",
    allow=frozenset({MEMBER}),
    takes=pcp.PcpChoice,
    gives=pcp.PcpChosen,
    raises=(errors.NotCovered, errors.PcpIsCurrent, errors.PcpUnavailable),
    command=True,
)

cancel_pcp_change = Procedure(
    "member", "cancel_pcp_change", allow=frozenset({MEMBER}), takes=pcp.PcpChangeRef, command=True
)

get_contact = Procedure("member", "get_contact", allow=frozenset({MEMBER}), gives=contact.Contact)
create_contact_point = Procedure(
    "member",
    "create_contact_point",
    allow=frozenset({MEMBER}),
    takes=contact.ContactEntry,
    gives=contact.ContactPoint,
    raises=(InvalidInput, NotFound, errors.ContactFull),
    command=True,
)
change_contact_point = Procedure(
    "member",
    "change_contact_point",
    allow=frozenset({MEMBER}),
    takes=contact.ChangedContactEntry,
    gives=contact.ContactPoint,
    raises=(InvalidInput, NotFound, errors.ContactChanged, errors.ContactPointNeeded),
    command=True,
)
end_contact_point = Procedure(
    "member",
    "end_contact_point",
    allow=frozenset({MEMBER}),
    takes=contact.ContactPointRef,
    raises=(NotFound, errors.ContactChanged, errors.ContactPointNeeded),
    command=True,
)

start_email_check = Procedure(
    "member",
    "start_email_check",
    allow=frozenset({MEMBER}),
    takes=contact.ContactPointRef,
    gives=AddressCodeSent,
    raises=(NotFound, RateLimited, errors.ContactChanged),
    command=True,
)
confirm_email_check = Procedure(
    "member",
    "confirm_email_check",
    allow=frozenset({MEMBER}),
    takes=contact.EmailCheckCode,
    gives=contact.ContactPoint,
    raises=(NotFound, identity.CodeWrong, identity.CodeExpired, identity.CodeAttemptsExhausted),
    command=True,
)

get_preferences = Procedure(
    "member", "get_preferences", allow=frozenset({MEMBER}), gives=preferences.Preferences
)

change_preferences = Procedure(
    "member",
    "change_preferences",
    allow=frozenset({MEMBER}),
    takes=preferences.Preferences,
    gives=preferences.Preferences,
    raises=(errors.PreferencesChanged,),
    command=True,
)

list_record_looks = Procedure(
    "member",
    "list_record_looks",
    allow=frozenset({MEMBER}),
    takes=staff.LooksWanted,
    gives=staff.RecordLooks,
)

submit_pcp_exception = Procedure(
    "member",
    "submit_pcp_exception",
    allow=frozenset({MEMBER}),
    takes=pcp_desk.PcpExceptionAsked,
    gives=pcp_desk.PcpExceptionSubmitted,
    raises=pcp_desk.NOT_SUBMITTED,
    command=True,
)
