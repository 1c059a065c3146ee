"""What a person does on the portal's pages, step by step, and the words she reads there."""

import pyotp

from support.journey import Person, code_in
from support.polling import until

NEW_PASSWORD = "nine velvet harbors glow"
CODE_SENT = "We have sent a code to your email address"
CREATED = "Your account has been successfully created"
RESET = "You have successfully created a new password"
CALL = "If you do not get an email, please call Member Services"
KEEP_OPEN = "Keep this window open to complete the next steps"


def card(person: Person) -> dict[str, str]:
    """The four fields as typed into a form."""
    year, month, day = person.date_of_birth.split("-")
    return {
        "first_name": person.first_name, "last_name": person.last_name, "member_id": person.member_id,
        "date_of_birth_month": month, "date_of_birth_day": day, "date_of_birth_year": year,
    }  # fmt: skip


def fill_sign_up(visit, person: Person, **changes: str):
    chosen = {
        "email": person.email, "verify_email": person.email, "username": person.username,
        "password": person.password, "verify_password": person.password,
    }  # fmt: skip
    visit.fill(**card(person) | chosen | changes)
    visit.page.check("#agree")
    return visit


def sign_up(visit, person: Person):
    """To the code step."""
    fill_sign_up(visit.go("/create-account"), person).press("SUBMIT")
    assert CODE_SENT in visit.text()
    return visit


def mailed_code(suite, person: Person, after: dict | None = None) -> str:
    return code_in(suite.mail.wait_for(person.email, "code", after=after))


def wrong(code: str) -> str:
    """Another code of the same length."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


def log_in(visit, username: str, password: str):
    return visit.go("/log-in").fill(username=username, password=password).press("LOG IN")


def logged_out(visit) -> None:
    """An ended session is over everywhere within a second; the rest is the page's loading."""
    until(lambda: visit.go("/my-account").path() == "/log-in", 3, "the old session has ended")


def start_recovery(visit, person: Person, *boxes: str):
    visit.go("/recover").fill(**card(person))
    for box in boxes:
        visit.page.get_by_label(box).check()
    return visit.press("SUBMIT")


def follow(visit, link: str, within: str = "main"):
    """Click the link with these words, and wait for the page it leads to."""
    with visit.page.expect_navigation():
        visit.page.locator(within).get_by_role("link", name=link).first.click()
    return visit


def set_up_second_factor(visit):
    """The first log-in of somebody of the staff: scan, confirm, keep the recovery codes."""
    assert visit.path() == "/staff/second-factor/set-up"
    visit.press("Show the QR code")
    key = visit.page.locator(".qr code").inner_text().replace(" ", "")
    visit.fill(code=pyotp.TOTP(key).now()).press("Continue")
    assert visit.page.locator(".codes li").count() == 10
    return follow(visit, "I have saved them")
