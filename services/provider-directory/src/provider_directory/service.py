"""THE DOOR: what provider directory answers and hears."""

from servicekit.service import Service


class ProviderDirectoryService(Service):
    """Present and healthy; its capabilities come one by one."""

    name = "provider_directory"
