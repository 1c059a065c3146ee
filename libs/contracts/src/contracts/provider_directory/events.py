"""What provider_directory tells."""

from contracts.events import Event
from contracts.provider_directory.schemas import ProviderCard

provider_changed = Event("provider_directory", "provider_changed", ProviderCard)
"""A doctor whom members may know has another name, credential, specialty or practice."""
