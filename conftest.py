"""Fixtures that every test may ask for."""

# pytest names gateway/tests/… `gateway.tests.…` and would put an empty module in the package's place.
import gateway  # noqa: F401

pytest_plugins = [
    "support.bytecode",
    "support.backends",
    "support.browser",
    "support.kits",
    "support.peers",
    "support.running",
]
