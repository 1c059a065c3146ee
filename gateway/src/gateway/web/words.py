"""Message keys and their English words (R235). Keys are frozen; other languages live in `translations/`.

Contracts and services speak in keys (`field.required`, `identity.code_wrong`); pages show words.
Where a sentence says how to go on, it says it in the same breath.
"""

from typing import Any

from flask_babel import gettext, ngettext

from gateway.web.provider import messages as offices
from gateway.web.staff import messages as staff

FLOWS = {
    "signup.code_sent": "We have sent a code to your email address",
    "signup.success": "Your account has been successfully created",
    "signup.new_code_sent": "We have sent a new code. The earlier code no longer works.",
    "signup.email_changed": (
        "We have sent a new code to the new email address. The earlier code no longer works."
    ),
    "signup.no_email_call": "If you do not get an email, please call Member Services",
    "signup.mail_will_come": "If an account is waiting for that email address, a new code is on its way.",
    "recover.username_sent": "We sent you an email with your account information",
    "recover.code_sent": "We sent you an email with a verification code",
    "recover.both_sent": "We sent you an email with your username and a verification code",
    "recover.password_ok": "You have successfully created a new password",
    "recover.no_email_call": "If you do not get an email, please call Member Services",
    "recover.new_code_sent": "We sent you a new code. The earlier code no longer works.",
    "recover.choose_one": "Choose at least one: what do you need?",
    "flow.keep_window_open": "Keep this window open to complete the next steps",
    "flow.start_again": "This step is over. Please start again.",
    "login.again": "Your session ended. Log in again to go on; what you typed was kept.",
    "login.first": "Log in to see this page.",
    "logout.done": "You have logged out",
    "logout.idle": "We logged you out to keep your information safe",
    "security.password_changed": "Your password has been changed",
    "security.others_ended": "All other devices have been logged out",
    "security.session_ended": "That device has been logged out",
    "session.extended": "You are still logged in",
    "pcp.name_one_criterion": "Fill in at least one of these boxes, then search.",
    "pcp.choose_one": "Choose a doctor first.",
    "pcp.unavailable_now": (
        "This doctor can't take you any more. Nothing was changed. Choose another one from the list."
    ),
    "pcp.changed": "Your new primary doctor is %(doctor)s, starting on %(day)s.",
    "pcp.exception_asked": (
        "Your request has the number %(number)s. You will see the plan's answer on this page."
    ),
    "pcp.exception_open": (
        "You have asked already: request %(number)s is open. "
        "You can ask for another doctor when the plan has decided on it."
    ),
    "pcp.exception_not_needed": "This doctor can take you now. Choose this doctor from the list.",
    "pcp.change_cancelled": "The change is cancelled. You keep the doctor you have now.",
    "preferences.saved": "Your preferences are saved",
    "card.ordered": "Your order number is %(number)s. The card should be there by %(day)s.",
    "card.order_cancelled": "The order is cancelled.",
    "contact.address_saved": "Your address has been saved",
    "contact.address_deleted": "The address has been deleted",
    "contact.phone_saved": "Your phone number has been saved",
    "contact.phone_deleted": "The phone number has been deleted",
    "contact.email_saved": "Your email address has been saved",
    "contact.email_deleted": "The email address has been deleted",
    "contact.email_verified": "Your email address is verified",
    "contact.tell_county": (
        "Do you have Medi-Cal? Then tell your county about your new address, too. "
        "The county keeps the official record for Medi-Cal."
    ),
    "contact.out_of_area": (
        "This address is outside the counties where the plan covers people. "
        "Call Member Services to learn what a move means for your coverage."
    ),
    "contact.zip_other_county": "This ZIP code is usually in another county. Please check both.",
    "contact.zip_other_city": "This ZIP code usually goes with another city. Please check both.",
    "contact.code_sent": "We have sent a code to your new email address",
    "contact.new_code_sent": "We have sent a new code. The earlier code no longer works.",
    "contact.login_email_saved": "Your new email address is verified and saved",
    "contact.login_email_stays": (
        "Your account needs this address, to send you your username or a code for a new password. "
        "You can change it to another address."
    ),
}

FIELDS = {
    "field.required": "Fill in this box.",
    "field.unknown": "This box does not belong here. Open the page again.",
    "field.invalid": "This does not look right. Check what you typed.",
    "field.invalid_date": "Enter a real date with month, day and year, such as 9 15 1980.",
    "field.future_date": "This date is in the future. Check the year.",
    "field.past_date": "This date is over. Choose a day to come.",
    "field.too_far": "This date is too far ahead. Choose an earlier day.",
    "field.invalid_email": "Enter an email address, such as name@example.com.",
    "field.invalid_phone": "Enter a US phone number with area code, such as 831-555-0199, or leave it empty.",
    "field.invalid_zip": "Enter a ZIP code with five digits, such as 95076, or nine, such as 95076-0012.",
    "field.invalid_state": "Choose a state from the list.",
    "field.invalid_extension": "Use digits alone, ten at most.",
    "field.consent_cell_only": "Text messages reach cell phones only. Choose Cell phone, or clear this box.",
    "field.same_email": "This is the email address that your account has now.",
    "field.too_long": "This is too long.",
    "field.too_short": "This is too short.",
    "field.username_too_short": "Use at least 6 characters for your username.",
    "field.control_characters": "Some hidden characters came along. Type this again by hand.",
    "field.emails_differ": "The two email addresses are not the same.",
    "field.passwords_differ": "The two passwords are not the same.",
    "field.must_agree": "To create an account, check the box to agree to the terms and conditions.",
    "password.too_short": "Use at least 15 characters. A few words in a row work well.",
    "password.too_long": "Use at most 128 characters.",
    "password.common": "This password is on lists that thieves try first. Choose another one.",
    "password.personal": "Do not use your name, birth date, username or email in your password.",
    "password.plan_word": "Do not use the name of the health plan in your password.",
    "password.same": "Choose a password that is different from the one you have now.",
}

ERRORS = {
    "identity.sign_in_failed": (
        "We could not log you in with that username and password. Check both and try again. "
        "For your safety, an account is locked after three wrong tries in a row; "
        "creating a new password opens it again."
    ),
    "identity.session_ended": "Your session ended. Log in again.",
    "identity.must_reset_password": "Create a new password before you go on.",
    "identity.member_not_matched": (
        "We could not match what you entered with our records. "
        "Compare it with your Member ID Card and try again, or call Member Services."
    ),
    "identity.username_taken": "This username is already in use. Choose another one.",
    "identity.password_refused": "Choose another password.",
    "identity.second_factor_required": "Confirm first that it is you.",
    "identity.second_factor_enrolled": "An authenticator app is set up for your account already.",
    "identity.second_factor_wrong": (
        "This code does not work now. Wait for the next one of your app; "
        "each works once and for a short time."
    ),
    "identity.caller_not_verified": "Verify the caller first: check at least two things.",
    "identity.current_password_wrong": "This is not your current password.",
    "identity.code_wrong": "This is not the code we sent. Check the newest email from us.",
    "identity.code_expired": "This code is too old. Send a new code.",
    "identity.code_used": "This code was already used. If you did not use it, send a new code.",
    "identity.code_attempts_exhausted": "Too many wrong codes.",
    "identity.attempts_used_up": (
        "No tries are left. Please call the Provider Portal Support Specialist: we have noted what happened."
    ),
    "member.contact_changed": (
        "This was changed somewhere else while you were typing. Nothing of yours is saved yet. "
        "Look at what it says now, and save again if yours is right."
    ),
    "member.contact_point_needed": (
        "We send your mail to this address. Add another mailing address first, or edit this one."
    ),
    "member.contact_full": "There are as many entries as we can keep. Delete one that you no longer need.",
    "member.not_covered": (
        "You need coverage with us for this. If you think you have it, please call Member Services."
    ),
    "member.card_order_open": "A card is already on its way to you.",
    "member.card_address_returned": "Mail came back from this address. Confirm it, or choose another one.",
    "member.card_order_moved": "This order is not in that state any more. Look at the queue again.",
    "member.cards_taken": "Nothing is left to print: somebody else has printed these orders.",
    "member.pcp_exception_not_needed": "No rule refuses this change. Save it.",
    "member.pcp_exception_open": "A request for this member waits in the exception queue already.",
    "member.pcp_exception_settled": "Somebody else has decided this request.",
    "member.card_order_printed": "This card is printed already, so it can't be cancelled.",
    "member.pcp_is_current": "This is your primary doctor already. Choose another one.",
    "member.pcp_unavailable": "This doctor can't take you. Choose another one.",
    "member.feature_not_granted": (
        "Your permissions here do not include this. Ask your administrator for access."
    ),
    "member.preferences_changed": (
        "Your preferences were changed in another window. Open this page again to see them."
    ),
    "notifications.delivery_settled": "This email needs no sending: it was sent, or it is too late for it.",
    "common.invalid_input": "Some answers need another look.",
    "common.unauthenticated": "Log in to see this page.",
    "common.forbidden": "You do not have access to this.",
    "common.not_found": "We could not find that.",
    "common.rate_limited": "Too many tries.",
    "common.unavailable": "This is not working right now. Nothing was lost; please try again.",
    "common.internal": "Something went wrong on our side.",
    "common.idempotency_key_reused": "This form was already sent with other answers. Send it again.",
    "common.idempotency_in_progress": "We are still working on this. Wait a moment.",
}

WORDS = {**FLOWS, **FIELDS, **ERRORS, **offices.MESSAGES, **staff.MESSAGES}


def words(key: str, **values: Any) -> str:
    """The sentence for a key in the reader's language; an unknown key reads as a general sentence."""
    return gettext(WORDS.get(key, FIELDS["field.invalid"]), **values)


def tries_left(count: int) -> str:
    """`You have 2 tries left.`"""
    return ngettext("You have %(num)d try left.", "You have %(num)d tries left.", count)


def waiting_time(seconds: int) -> str:
    """How long to wait, rounded up: `Wait 40 seconds` below 90 s, minutes up to two hours, else hours."""
    if seconds < 90:
        return ngettext(
            "Wait %(num)d second, then try again.", "Wait %(num)d seconds, then try again.", seconds
        )
    if seconds > 2 * 3600:
        hours = -(-seconds // 3600)
        return ngettext("Wait %(num)d hour, then try again.", "Wait %(num)d hours, then try again.", hours)
    minutes = -(-seconds // 60)
    return ngettext("Wait %(num)d minute, then try again.", "Wait %(num)d minutes, then try again.", minutes)
