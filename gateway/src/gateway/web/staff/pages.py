"""All pages of the console."""

from gateway.web.staff import console
from gateway.web.staff.accounts import email as emails
from gateway.web.staff.accounts import finding as users
from gateway.web.staff.accounts import views as accounts
from gateway.web.staff.addresses import views as addresses
from gateway.web.staff.cards import views as cards
from gateway.web.staff.cases import views as cases
from gateway.web.staff.members import cards as member_cards
from gateway.web.staff.members import confidential
from gateway.web.staff.members import doctors as member_doctors
from gateway.web.staff.members import views as members
from gateway.web.staff.offices import letters, people
from gateway.web.staff.offices import views as offices
from gateway.web.staff.pcp_exceptions import views as pcp_exceptions
from gateway.web.staff.second_factor import views as second_factor

__all__ = ["blueprints"]

blueprints = (
    console.blueprint, second_factor.blueprint, members.blueprint, member_cards.blueprint,
    member_doctors.blueprint, confidential.blueprint, accounts.blueprint, cards.blueprint,
    pcp_exceptions.blueprint, addresses.blueprint,
    users.blueprint, emails.blueprint, offices.blueprint, people.blueprint, letters.blueprint,
    cases.blueprint,
)  # fmt: skip
