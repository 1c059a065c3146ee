"""Sentences of the staff's pages by their frozen keys (see `gateway.web.words`)."""

MESSAGES = {
    "second_factor.set_up_again": (
        "No authenticator app is set up for your account. Show the QR code and start again."
    ),
    "staff.interpreter_saved": "Her language and her need of an interpreter are saved",
    "staff.confidential_saved": "All her mail goes to the confidential address from now on",
    "staff.confidential_ended": (
        "The confidential address has ended. Her mail goes to her other addresses again."
    ),
    "staff.confidential_needed": (
        "She has no other address, so her mail would go nowhere. "
        "Save another confidential address, or wait until she has added an address."
    ),
    "staff.card_ordered": "Order %(number)s is made. The card should be there by %(day)s.",
    "staff.card_returned": "The order is marked as returned",
    "staff.choose_reports": "Check the box of at least one report.",
    "staff.choose_orders": "Check the box of at least one order.",
    "staff.pcp_changed": "Her new primary doctor is %(doctor)s, starting on %(day)s.",
    "staff.pcp_needs_exception": (
        "The rules refuse this doctor for her. Nothing was changed. "
        "Choose another one, or say why an exception is made."
    ),
    "staff.change_cancelled": "The change is cancelled. She keeps the doctor of today.",
    "staff.exception_asked": "Request %(number)s waits in the exception queue",
    "staff.exception_approved": "The exception is approved. The change begins on %(day)s.",
    "staff.exception_denied": "The exception is denied. The member reads why on her page.",
    "staff.caller_verified": "It is written down how you verified the caller",
    "support.too_few_checks": "Check at least two.",
    "staff.mail_sent_now": "The email is being sent now",
    "staff.unlocked": "The account is unlocked. Its owner gets an email about it.",
    "staff.reset_sent": "A code for a new password is on its way to %(email)s",
    "staff.email_will_change": (
        "The new address becomes the account's on %(when)s. Both addresses get an email about it."
    ),
    "staff.email_kept": "The account keeps its old address",
    "staff.one_criterion": "Fill in one of the boxes.",
    "staff.administrator_made": "%(name)s is the administrator now. Everybody concerned gets an email.",
    "staff.access_restored": "The access of %(name)s is as it was then. The person gets an email.",
    "staff.letter_issued": "It is written down that the letter is issued. Open it to print.",
    "staff.no_such_case": "There is no case with this number.",
    "staff.case_saved": "Case %(number)s is saved",
    "staff.association_free": "The account can be associated again",
    "provider_directory.case_changed": (
        "Somebody else has changed this case meanwhile. Look at what it says now; your note is still here."
    ),
}
