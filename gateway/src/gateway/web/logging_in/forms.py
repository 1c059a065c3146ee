"""The form of Member Online Account."""

from contracts.identity import schemas as s
from gateway.web.forms import Form


class LogIn(Form):
    """Username and Password."""

    schema = s.LogIn
    labels = {"username": "Username", "password": "Password"}
