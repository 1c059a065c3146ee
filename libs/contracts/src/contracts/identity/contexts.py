"""Wire shapes of acting for one Provider ID at a time (R030–R037)."""

from contracts.fields import Id
from contracts.wire import Wire


class ContextChoice(Wire):
    """The `context_id` of an active link of the viewer's, or null for none."""

    context_id = Id(required=True, allow_none=True)
