"""What the demo's recording shows: the steps of the Quick Reference Guide, on pages of a real portal."""

import json
import re
from dataclasses import dataclass
from urllib.parse import quote
from urllib.request import urlopen

from film import Film
from playwright.sync_api import Browser, Locator, expect

OFFICE = {"username": "office.demo", "password": "silver harbor lantern"}
FAMILY = {
    "group_name": "Portico Demo Family Practice, Inc.", "tax_id": "000000201", "provider_id": "PCH100001",
    "zip_code": "95340",
}  # fmt: skip
ROBLES = {
    "first_name": "Ana María", "last_name": "Robles", "tax_id": "000000211", "provider_id": "PCH200001",
    "zip_code": "95060",
}  # fmt: skip
COLLEAGUE = {"first_name": "Fenwick", "last_name": "Example", "email": "fenwick.example@example.org"}
HER_ACCOUNT = {"username": "fenwick.example", "password": "eleven wet bicycles sing"}


@dataclass
class Scenes:
    """The film of a portal at `url` whose mail is read at `mail`."""

    browser: Browser
    film: Film
    url: str
    mail: str

    def play(self, titles: list[str]) -> None:
        """All parts, with the titles of the guide's sections."""
        parts = (self.associate, self.link, self.switch, self.invite, self.permit)
        for title, part in zip(titles, parts, strict=True):
            self.film.title = title
            part()

    def associate(self) -> None:
        """Part 1."""
        film, page = self.film, self.film.page
        page.goto(f"{self.url}/provider-portal/log-in")
        _fill(page.locator("main"), OFFICE)
        film.tell("Log in to the Provider Portal with your own username and password.")
        film.click(_button(page.locator("main"), "LOG IN"))
        film.tell("Select the Provider Type: Practitioner for a single provider, Group for a provider group.")
        page.get_by_label("Provider Type").scroll_into_view_if_needed()
        film.look()
        page.get_by_label("Provider Type").select_option("Group")
        _fill(page.locator("main"), FAMILY)
        page.locator("#provider_id").scroll_into_view_if_needed()
        film.tell("Fill in the boxes as in your Welcome Letter or Explanation of Benefit, and click Next.")
        film.look(keep=True)
        film.click(_button(page.locator("main"), "Next"))
        film.tell("Read the Provider Agreement, confirm it, and click Next.")
        film.look()
        agree = page.get_by_label("I have read the Provider Agreement")
        film.click(agree)
        film.click(_button(page.locator("main"), "Next"))
        film.tell("You are in the portal, working for your Provider ID, and you are its administrator.")
        film.look()

    def link(self) -> None:
        """Part 2."""
        film, page = self.film, self.film.page
        film.tell("To work for another Provider ID, too, select Users, then Link Account.")
        self._menu("Link Account")
        page.get_by_label("Provider Type").select_option("Practitioner")
        _fill(page.locator("main"), ROBLES)
        film.tell("Fill in the boxes again, confirm the agreement, and click Finish.")
        film.look()
        film.click(_button(page.locator("main"), "Next"))
        page.get_by_label("I have read the Provider Agreement").check()
        film.click(_button(page.locator("main"), "Finish"))
        film.tell("All your accounts stand under Manage Linked Accounts.")
        film.look(keep=True)

    def switch(self) -> None:
        """Part 3."""
        film, page = self.film, self.film.page
        page.goto(f"{self.url}/provider")
        film.tell(
            "The ribbon at the upper right shows the account you work for. Click it and select another."
        )
        film.look()
        film.click(page.locator("header .ribbon > summary"))
        film.look(keep=True)
        film.click(page.locator("header .ribbon button", has_text="PCH200001"))
        film.look()
        page.locator("header .ribbon > summary").click()
        page.locator("header .ribbon button", has_text="PCH100001").click()
        page.wait_for_load_state("load")

    def invite(self) -> None:
        """Part 4."""
        film, page = self.film, self.film.page
        film.tell("Select Users, then Manage Users, and Invite New User.")
        self._menu("Manage Users")
        film.click(page.get_by_role("link", name="Invite New User", exact=True))
        _fill(page.locator("main"), COLLEAGUE | {"zip_code": FAMILY["zip_code"]})
        film.tell("Fill in name, email, ZIP code, role and permissions, and select Add to List.")
        film.look(keep=True)
        claims = page.get_by_label("Claims", exact=True)
        film.click(claims)
        film.click(_button(page.locator("main"), "Add to List"))
        film.tell("Add everybody you want to invite, then choose Send Invitation.")
        film.click(_button(page.locator("main"), "Send Invitation"))
        film.tell("A message tells for each person whether it worked.")
        film.look()

    def permit(self) -> None:
        """Part 5; before it, out of sight, the colleague accepts."""
        self._accept()
        film, page = self.film, self.film.page
        page.goto(f"{self.url}/provider/users")
        row = page.locator("tr", has_text=COLLEAGUE["email"])
        row.scroll_into_view_if_needed()
        film.tell("Manage Users lists everybody. Edit Role and Permissions gives or takes permissions.")
        film.look()
        film.click(row.get_by_role("link", name="Edit Role and Permissions"))
        film.click(page.get_by_label("Eligibility", exact=True))
        film.look(keep=True)
        film.click(_button(page.locator("main"), "Save"))
        row = page.locator("tr", has_text=COLLEAGUE["email"])
        row.scroll_into_view_if_needed()
        film.tell("Make Admin gives administrative rights. Revoke User ends the access at once.")
        film.look()

    def _menu(self, link: str) -> None:
        menu = self.film.page.locator(".left")
        if not menu.get_by_role("link", name=link, exact=True).is_visible():
            self.film.click(menu.locator("summary", has_text="Users"))
        self.film.click(menu.get_by_role("link", name=link, exact=True))

    def _accept(self) -> None:
        """The colleague opens the mail, makes an account, logs in and accepts."""
        page = self.browser.new_context().new_page()
        invitation = re.search(r"/provider/invitation/\S+", self._mail("invit"))[0]
        page.goto(self.url + invitation)
        page.goto(f"{self.url}/provider-portal/create-account")
        again = {"verify_email": COLLEAGUE["email"], "verify_password": HER_ACCOUNT["password"]}
        _fill(page.locator("main"), COLLEAGUE | HER_ACCOUNT | again)
        page.check("#agree")
        _button(page.locator("main"), "SUBMIT").click()
        page.fill("#code", re.search(r"\d{4} \d{4}", self._mail("code"))[0])
        _button(page.locator("main"), "VERIFY").click()
        expect(page.locator("main")).to_contain_text("successfully created")
        page.goto(f"{self.url}/provider-portal/log-in")
        _fill(page.locator("main"), HER_ACCOUNT)
        _button(page.locator("main"), "LOG IN").click()
        page.goto(self.url + invitation)
        _button(page.locator("main"), "Accept the invitation").click()
        page.wait_for_url("**/provider")
        page.context.close()

    def _mail(self, subject: str) -> str:
        """The text of the colleague's newest mail about something; waits for it."""
        for _ in range(150):
            with urlopen(f"{self.mail}/messages.json?to={quote(COLLEAGUE['email'])}") as answer:
                found = [mail for mail in json.load(answer) if subject in mail["subject"].lower()]
            if found:
                return found[0]["text"]
            self.film.page.wait_for_timeout(100)
        raise SystemExit(f"no mail about {subject!r} came")


def _button(where: Locator, name: str) -> Locator:
    return where.get_by_role("button", name=name, exact=True)


def _fill(where: Locator, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        where.locator(f"#{name}").fill(text)
