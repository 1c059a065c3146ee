"""Errors of member. Codes are frozen; a test holds the list."""

from contracts.errors import Category, ContractError


class ContactChanged(ContractError):
    """Somebody changed the entry since the named version; `details["current"]` is the entry as it says now
    (`ContactPoint`), so that a page can show the difference and nothing is overwritten unseen (R142)."""

    code = "member.contact_changed"
    category = Category.CONFLICT


class ContactPointNeeded(ContractError):
    """The plan's mail goes to this address: it stays until there is another one (R140)."""

    code = "member.contact_point_needed"
    category = Category.CONFLICT


class ContactFull(ContractError):
    """No more entries of this kind; `details["most"]` is how many there may be."""

    code = "member.contact_full"
    category = Category.CONFLICT


class NotCovered(ContractError):
    """No line of business covers her on the day that counts, so there is no card and no doctor to choose
    (R109, R136)."""

    code = "member.not_covered"
    category = Category.CONFLICT


class CardOrderOpen(ContractError):
    """A card is on its way; `details` has its `number`, `state` and `expected_by` (R110)."""

    code = "member.card_order_open"
    category = Category.CONFLICT


class CardOrderPrinted(ContractError):
    """The card is printed: too late to cancel."""

    code = "member.card_order_printed"
    category = Category.CONFLICT


class PcpIsCurrent(ContractError):
    """The doctor chosen is her primary doctor already, or the one who is coming (R129)."""

    code = "member.pcp_is_current"
    category = Category.CONFLICT


class PcpUnavailable(ContractError):
    """The doctor takes her no more; `details["reason"]` is `closed`, `existing_only`, `age`, `sex`,
    `panel_full` or `out_of_area` (R127, R132, R227)."""

    code = "member.pcp_unavailable"
    category = Category.CONFLICT


class PreferencesChanged(ContractError):
    """Somebody changed them in another window since the named version; `details["current"]` is what they say
    now (`Preferences`)."""

    code = "member.preferences_changed"
    category = Category.CONFLICT


class CardAddressReturned(ContractError):
    """Mail came back from this address: it must be confirmed or changed before another card goes there
    (R111)."""

    code = "member.card_address_returned"
    category = Category.CONFLICT


class CardOrderMoved(ContractError):
    """The order is not in a state that allows this any more; `details["state"]` is the one it is in."""

    code = "member.card_order_moved"
    category = Category.CONFLICT


class CardsTaken(ContractError):
    """Nothing is left to print: another person has printed these orders, or there are none (R226)."""

    code = "member.cards_taken"
    category = Category.CONFLICT


class PcpExceptionNotNeeded(ContractError):
    """No rule refuses this change: it can simply be made (R227)."""

    code = "member.pcp_exception_not_needed"
    category = Category.CONFLICT


class PcpExceptionOpen(ContractError):
    """A request for this line waits already; `details["number"]` is its number."""

    code = "member.pcp_exception_open"
    category = Category.CONFLICT


class PcpExceptionSettled(ContractError):
    """Somebody decided the request meanwhile; `details["state"]` says how."""

    code = "member.pcp_exception_settled"
    category = Category.CONFLICT


class FeatureNotGranted(ContractError):
    """The viewer's permissions in this context lack `details["feature"]`, or there is no context (R184)."""

    code = "member.feature_not_granted"
    category = Category.FORBIDDEN
