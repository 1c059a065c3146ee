"""THE DOOR: what claims answers and hears."""

from servicekit.service import Service


class ClaimsService(Service):
    """Present and healthy; its capabilities come one by one."""

    name = "claims"
