"""Forms of the second factor: a code of the app, or a recovery code."""

from marshmallow import pre_load

from contracts.errors import ContractError, NotFound
from contracts.identity import second_factor
from gateway.web.fields import bare_code
from gateway.web.forms import Form
from gateway.web.words import words


class CodeForm(second_factor.SecondFactorCode):
    """The code, however it was typed or pasted."""

    @pre_load
    def _bare(self, data, **kwargs):
        return {**data, "code": bare_code(data.get("code") or "")}


class Code(Form):
    """The six digits that the app shows now."""

    schema = CodeForm
    labels = {"code": "Code from your authenticator app"}
    blame = {"identity.second_factor_wrong": "code"}
    page = "code"

    def refuse(self, error: ContractError) -> None:
        """Show a refusal; an app that was taken away meanwhile has to be set up anew."""
        super().refuse(error)
        if isinstance(error, NotFound):
            self.problems = [words("second_factor.set_up_again")]


class RecoveryCode(Code):
    """A code from the printed list."""

    labels = {"code": "Recovery code"}
    page = "recovery_code"
