"""Profiles sealed at rest."""

from identity.rules.people import PURPOSE, Profile
from servicekit.seal import Sealer


def seal(sealer: Sealer, profile: Profile) -> str:
    """What is stored of a profile."""
    return sealer.seal(PURPOSE, profile.to_bytes())


def unseal(sealer: Sealer, sealed: str) -> Profile:
    """The profile. Raises SealBroken."""
    return Profile.from_bytes(sealer.unseal(PURPOSE, sealed))
