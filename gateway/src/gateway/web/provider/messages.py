"""Message keys of the pages for offices and their English words; `gateway.web.words` holds the others."""

FLOWS = {
    "provider.no_email_call": (
        "If you do not get an email, please call the Provider Portal Support Specialist"
    ),
    "provider.username_is_number": (
        "This looks like a Provider ID/Billing Number or an NPI. Numbers like these belong to the office. "
        "Log in with your own username; you can switch to the office afterwards."
    ),
    "provider.associated": "%(office)s is now associated with your account.",
    "provider.linked": "%(office)s is now linked to your account.",
    "provider.unlinked": "The account is no longer linked to yours.",
    "provider.link_ended": (
        "You can't switch there: your access to that account has ended or was suspended. The list is "
        "up to date now."
    ),
    "provider.access_ended": (
        "Your access to the account you were working for has ended. Choose another one, or ask its "
        "administrator."
    ),
    "provider.start_again": (
        "Too much time has passed since Step 1. Please check your entries and click Next."
    ),
    "provider.agreement_needed": "To go on, confirm the Provider Agreement.",
    "provider.agreement_confirmed": "Thank you. The Provider Agreement is confirmed.",
    "provider.access_asked": "Your request was sent to the administrator.",
    "provider.permission_asked": "Your administrator was asked. You get an email when there is an answer.",
    "provider.request_approved": "The request is approved. The person is told by email.",
    "provider.request_denied": "The request is denied. The person is told by email.",
    "provider.scope_needed": "Choose what to add.",
    "provider.access_saved": "The access of %(name)s is saved.",
    "provider.made_administrator": "%(name)s is now an administrator.",
    "provider.made_user": "%(name)s is now a user.",
    "provider.revoked": "The access of %(name)s has ended.",
    "provider.restored": "%(name)s has access again.",
    "provider.list_empty": "Add at least one person to the list first.",
    "provider.invitation_resent": "A new invitation is on its way. The earlier one no longer works.",
    "provider.invitation_cancelled": "The invitation is cancelled.",
    "provider.case_opened": "Thank you. We will call or write to you. Your number is %(number)s.",
    "provider.days_needed": "Name at least one day that suits you.",
    "zip.hint_remit_then_practice": (
        "This ZIP code does not fit. Use the ZIP code of the remittance address first. "
        "If that does not work, try the ZIP code of a practice address."
    ),
    "invite.file_needed": "Choose a file first.",
    "invite.file_too_large": "The file is larger than %(most)s MB. Divide it into smaller files.",
    "invite.file_too_many": (
        "The file names more than %(most)s people, which is as many as can be invited at once. "
        "Divide it into smaller files."
    ),
    "invite.file_empty": "The file names nobody.",
    "invite.file_not_utf8": (
        "We can't read this file. Save it as CSV with UTF-8; in Excel choose “CSV UTF-8” under Save As."
    ),
    "invite.file_quotes": (
        "A quotation mark in line %(line)s opens a text and nothing closes it, or stands within one alone. "
        "Nothing was sent."
    ),
    "invite.file_column": "The first line has a column “%(column)s” that we don't know, or has it twice.",
    "invite.file_lacks": "These columns are missing in the first line: %(columns)s.",
    "invite.lines_refused": "Some lines of the file can't be used. Nothing is sent yet.",
    "invite.too_many_cells": (
        "The line has more cells than there are columns. Put a text with commas in quotes."
    ),
    "invite.role_unknown": "The role is User or Administrator.",
    "invite.permission_unknown": "One of the permissions is not in the list below.",
    "invite.formula": "This begins like a spreadsheet's formula. Take the first sign away.",
    "invite.letters_used_up": (
        "Your office's invitations for today are used up. Nobody was invited just now, and nothing is lost: "
        "you can send the same again tomorrow."
    ),
    "invite.same_email_twice": "This email address is in the list twice.",
    "invite.already_user": "This person is a user already.",
    "invite.already_invited": (
        "This person was invited already. You can send the invitation again from the table."
    ),
}

FIELDS = {
    "field.npi_typed": (
        "This is an NPI. We need the Provider ID/Billing Number that the plan gave you. "
        "You find it in your Welcome Letter."
    ),
    "field.invalid_tax_id": "Enter the nine digits of the Tax ID, with or without the dash.",
}

ERRORS = {
    "provider_directory.provider_unavailable": "This doctor can't take this patient.",
    "identity.context_ended": (
        "Your access to the account you were working for has ended. "
        "Choose another one, or ask its administrator."
    ),
    "provider_directory.provider_not_matched": ("We could not match what you entered with our records."),
    "provider_directory.provider_type_wrong": (
        "Everything fits but the Provider Type. Change it below and click Next again."
    ),
    "provider_directory.looks_like_npi": "We need the Provider ID/Billing Number, not the NPI.",
    "provider_directory.provider_already_linked": "This Provider ID is linked to your account already.",
    "provider_directory.association_held": (
        "There were too many tries that did not match. For safety a specialist looks at it with you."
    ),
    "provider_directory.match_expired": (
        "Too much time has passed since Step 1. Please check your entries and click Next."
    ),
    "provider_directory.administrator_exists": (
        "Somebody else became the administrator of this Provider ID just now. You can ask for access."
    ),
    "provider_directory.agreement_changed": "The agreement was just replaced. Please read the new one.",
    "provider_directory.agreement_needed": (
        "Confirm the Provider Agreement first. Then you can work for this account."
    ),
    "provider_directory.request_decided": "This request was answered already.",
    "provider_directory.permission_there": "You have this permission already.",
    "provider_directory.last_administrator": (
        "This is the only administrator of the Provider ID. Make somebody else an administrator first."
    ),
    "provider_directory.own_access": (
        "You can't end your own access here. Another administrator can, or you unlink the account."
    ),
    "provider_directory.access_changed": (
        "Somebody changed this person's access while you were looking. Nothing of yours is saved yet. "
        "Below is how it is now."
    ),
    "provider_directory.invitation_settled": "This invitation was accepted or cancelled in the meantime.",
    "provider_directory.invitation_not_open": (
        "This invitation can't be used. It may have been used, cancelled, or be too old. "
        "Ask the person who invited you for a new one."
    ),
}

MESSAGES = {**FLOWS, **FIELDS, **ERRORS}
