"""Questions and answers about the Provider Portal (R223). English; pages show them through gettext."""

import unicodedata

from flask_babel import gettext

FAQ: tuple[tuple[str, str], ...] = (
    (
        "How does our office staff set up new Provider Portal accounts?",
        "Open the Provider Portal page of this site and choose Create Provider Portal Account. Everybody "
        "makes an account of their own. Then associate it with your Provider ID, or accept the invitation of "
        "your administrator.",
    ),
    (
        "Does all office staff need a new password in the new portal?",
        "Yes. If you had an account in the old portal, log in with the same username and password. Right "
        "after that you choose a new password; nothing else works until it is done.",
    ),
    (
        "What if I don't remember my username?",
        "If you are logged in somewhere, your username stands on the Security settings page. If not, the "
        "Provider Portal Support Specialist can look it up after checking who you are.",
    ),
    (
        "What if I don't remember my password?",
        "Choose Forgot password on the log-in page. With your username and the email address of your account "
        "you get a code and can set a new password yourself.",
    ),
    (
        "What if I don't remember the email address of my account?",
        "Call the Provider Portal Support Specialist. After checking who you are, the specialist can show "
        "you part of the address or change it.",
    ),
    (
        "I tried to log in three times and am locked out. What now?",
        "After three wrong tries in a row an account is locked. Setting a new password with Forgot password "
        "opens it again, and so can the Provider Portal Support Specialist.",
    ),
    (
        "Can I have a copy of the webinar slides?",
        "Yes. Download the slides and the recording from the Provider Portal Webinar page under Education & "
        "Resources. If one of them is not there, request a copy on that page; the Provider Portal Support "
        "Specialist sends it to you.",
    ),
    (
        "Can somebody of the plan train our staff in person?",
        "Yes. Request a training on the Education & Resources page and name days that suit you. You can also "
        "ask your Provider Representative.",
    ),
    (
        "Is there material that helps our staff with the new features?",
        "Yes. The Provider Portal Tips and the Quick Reference Guide are on the Education & Resources page.",
    ),
    (
        "Claims has a Patient Account number, Eligibility a Member Policy number, and Pharmacy a Member ID "
        "number. Are they the same?",
        "Member Policy number and Member ID number both mean the Member ID of the plan. The Patient Account "
        "number in the claims search is different: it is the number that your own office gave the patient on "
        "the claim.",
    ),
    (
        "Do you need contact information with an authorization?",
        "Yes. If yours is not in the list to choose from, type it in. It is how the plan answers you and "
        "asks back.",
    ),
    (
        "Do referrals and authorizations need a sub-category?",
        "Yes. Without a sub-category the form does not go on.",
    ),
    (
        "How do I know whether a Provider Change Request was accepted?",
        "There is no message of its own. Look up the status of your request in the portal from time to time.",
    ),
    (
        "Why can't I find a member when I enter a referral?",
        "The member may not be linked to your office: referrals come from the member's primary doctor, so "
        "check eligibility first. If the member is yours, your permissions may have changed: see My access, "
        "or call the Provider Portal Support Specialist.",
    ),
    (
        "Some features are missing from my account.",
        "Look at My access: it shows your permissions, providers, sites and reports, and what was changed, "
        "when and by whom. You can request access there from your administrator. The Provider Portal Support "
        "Specialist can help, too.",
    ),
    (
        "Do we have to upload documents with a Provider Change Request?",
        "No. Documents are welcome but not required.",
    ),
    (
        "Can we still re-submit claims online?",
        "For some specialty claims, yes: if a denied claim can be re-submitted, the page shows the option at "
        "its lower right. If it does not, send the claim again on paper.",
    ),
)


def search(words: str) -> list[tuple[str, str]]:
    """Questions and answers, in the reader's language, that have all these words; without words, all."""
    wanted = _plain(words).split()
    found = [(gettext(question), gettext(answer)) for question, answer in FAQ]
    return [pair for pair in found if all(word in _plain(" ".join(pair)) for word in wanted)]


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))
