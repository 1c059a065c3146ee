"""The form of Member Online Account."""

from contracts.errors import ContractError
from contracts.identity import schemas as s
from contracts.identity.errors import SignInFailed
from gateway.web.forms import Form
from gateway.web.provider.numbers import belongs_to_an_office
from gateway.web.words import words


class LogIn(Form):
    """Username and Password."""

    schema = s.LogIn
    labels = {"username": "Username", "password": "Password"}

    def refuse(self, error: ContractError) -> None:
        """Who typed a number of her office learns that her own name is wanted (R028)."""
        super().refuse(error)
        if isinstance(error, SignInFailed) and belongs_to_an_office(self.values["username"]):
            self.errors["username"] = words("provider.username_is_number")
