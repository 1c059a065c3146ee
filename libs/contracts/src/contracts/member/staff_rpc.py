"""What member answers to staff: Member Services and the mailroom (R225–R227). `rpc` has them, too."""

from contracts.errors import InvalidInput, NotFound
from contracts.member import (
    address_desk,
    card_desk,
    cards,
    contact,
    errors,
    pcp,
    pcp_desk,
    preferences,
    staff,
)
from contracts.procedures import MAILROOM, MEMBER_SERVICES, Procedure

HELPERS = frozenset({MEMBER_SERVICES})
PRINTERS = frozenset({MAILROOM})

search_members = Procedure(
    "member",
    "search_members",
    allow=HELPERS,
    takes=staff.MemberSearch,
    gives=staff.FoundMembers,
)

get_member_for_staff = Procedure(
    "member",
    "get_member_for_staff",
    allow=HELPERS,
    takes=staff.RecordWanted,
    gives=staff.MemberForStaff,
    raises=(NotFound,),
)

list_record_looks_for_staff = Procedure(
    "member",
    "list_record_looks_for_staff",
    allow=HELPERS,
    takes=staff.StaffLooksWanted,
    gives=staff.StaffRecordLooks,
    raises=(NotFound,),
)

change_interpreter_need = Procedure(
    "member",
    "change_interpreter_need",
    allow=HELPERS,
    takes=staff.InterpreterNeed,
    gives=preferences.Preferences,
    raises=(
        NotFound,
        errors.PreferencesChanged,
    ),
    command=True,
)

change_confidential_address = Procedure(
    "member",
    "change_confidential_address",
    allow=HELPERS,
    takes=staff.ConfidentialAddress,
    gives=contact.ContactPoint,
    raises=(
        NotFound,
        errors.ContactFull,
    ),
    command=True,
)

end_confidential_address = Procedure(
    "member",
    "end_confidential_address",
    allow=HELPERS,
    takes=staff.ConfidentialAddressEnd,
    raises=(
        NotFound,
        errors.ContactPointNeeded,
    ),
    command=True,
)

search_address_reports = Procedure(
    "member",
    "search_address_reports",
    allow=HELPERS,
    takes=address_desk.AddressReportSearch,
    gives=address_desk.AddressReports,
)

record_address_reports_forwarded = Procedure(
    "member",
    "record_address_reports_forwarded",
    allow=HELPERS,
    takes=address_desk.AddressReportRefs,
    gives=address_desk.AddressReportsForwarded,
    command=True,
)

create_card_order_for_member = Procedure(
    "member",
    "create_card_order_for_member",
    allow=HELPERS,
    takes=card_desk.StaffCardOrderWanted,
    gives=cards.CardOrdered,
    raises=(
        NotFound,
        errors.NotCovered,
        errors.CardOrderOpen,
        errors.CardAddressReturned,
    ),
    command=True,
)

cancel_card_order_for_member = Procedure(
    "member",
    "cancel_card_order_for_member",
    allow=HELPERS | PRINTERS,
    takes=card_desk.CardOrderEnd,
    raises=(
        NotFound,
        errors.CardOrderPrinted,
    ),
    command=True,
)

list_card_orders = Procedure(
    "member",
    "list_card_orders",
    allow=PRINTERS,
    takes=card_desk.CardOrderSearch,
    gives=card_desk.CardQueue,
)

record_cards_printed = Procedure(
    "member",
    "record_cards_printed",
    allow=PRINTERS,
    takes=card_desk.CardsToPrint,
    gives=card_desk.CardBatch,
    raises=(errors.CardsTaken,),
    command=True,
)

get_card_batch = Procedure(
    "member",
    "get_card_batch",
    allow=PRINTERS,
    takes=card_desk.CardBatchRef,
    gives=card_desk.CardBatch,
    raises=(NotFound,),
)

record_card_mailed = Procedure(
    "member",
    "record_card_mailed",
    allow=PRINTERS,
    takes=card_desk.CardOrderRefs,
    gives=card_desk.CardOrdersMoved,
    command=True,
)

record_card_returned = Procedure(
    "member",
    "record_card_returned",
    allow=PRINTERS,
    takes=card_desk.CardReturned,
    raises=(
        NotFound,
        errors.CardOrderMoved,
    ),
    command=True,
)

search_pcps_for_member = Procedure(
    "member",
    "search_pcps_for_member",
    allow=HELPERS,
    takes=pcp_desk.StaffDoctorSearch,
    gives=pcp.FoundDoctors,
    raises=(
        NotFound,
        errors.NotCovered,
    ),
)

change_pcp_for_member = Procedure(
    "member",
    "change_pcp_for_member",
    allow=HELPERS,
    takes=pcp_desk.StaffPcpChange,
    gives=pcp.PcpChosen,
    raises=(
        InvalidInput,
        NotFound,
        errors.NotCovered,
        errors.PcpIsCurrent,
        errors.PcpUnavailable,
    ),
    command=True,
)

cancel_pcp_change_for_member = Procedure(
    "member",
    "cancel_pcp_change_for_member",
    allow=HELPERS,
    takes=pcp_desk.StaffPcpChangeRef,
    raises=(NotFound,),
    command=True,
)

submit_pcp_exception_for_member = Procedure(
    "member",
    "submit_pcp_exception_for_member",
    allow=HELPERS,
    takes=pcp_desk.StaffPcpExceptionAsked,
    gives=pcp_desk.PcpExceptionSubmitted,
    raises=pcp_desk.NOT_SUBMITTED,
    command=True,
)

search_pcp_exceptions = Procedure(
    "member",
    "search_pcp_exceptions",
    allow=HELPERS,
    takes=pcp_desk.PcpExceptionSearch,
    gives=pcp_desk.PcpExceptions,
)

change_pcp_exception = Procedure(
    "member",
    "change_pcp_exception",
    allow=HELPERS,
    takes=pcp_desk.PcpExceptionDecision,
    gives=pcp_desk.PcpExceptionDecided,
    raises=(
        InvalidInput,
        NotFound,
        errors.NotCovered,
        errors.PcpIsCurrent,
        errors.PcpExceptionSettled,
    ),
    command=True,
)
