"""How telephone numbers read and dial."""

from markupsafe import Markup


def shown(e164: str) -> str:
    """`+18315550142` as `831-555-0142`; numbers of other countries as they are."""
    if e164.startswith("+1") and len(e164) == 12:
        return f"{e164[2:5]}-{e164[5:8]}-{e164[8:]}"
    return e164


def link(number: str) -> Markup:
    """A number as a link that dials it: `800-555-0142` leads to `tel:+18005550142`."""
    dialled = "+1" + "".join(char for char in number if char.isdigit())
    return Markup('<a class="nowrap" dir="ltr" href="tel:{}">{}</a>').format(dialled, number)


def in_sentence(text: str, number: str) -> Markup:
    """`text` with `{phone}` filled in; a number keeps its order in right-to-left text."""
    return Markup(text).format(phone=Markup('<bdi dir="ltr" class="nowrap">{}</bdi>').format(number))
