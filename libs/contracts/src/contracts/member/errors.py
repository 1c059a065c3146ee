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
    """The doctor takes her no more; `details["reason"]` is `closed`, `existing_only`, `age`, `sex` or
    `panel_full` (R127, R132)."""

    code = "member.pcp_unavailable"
    category = Category.CONFLICT


class PreferencesChanged(ContractError):
    """Somebody changed them in another window since the named version; `details["current"]` is what they say
    now (`Preferences`)."""

    code = "member.preferences_changed"
    category = Category.CONFLICT
