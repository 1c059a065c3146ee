"""How the tests' own services are started: like any other, but from this folder."""

from portico_local import programs
from portico_local.places import PROJECT
from portico_local.programs import Program
from support import bytecode

OWN = {
    "specimen": Program("specimen", 0, module="support.specimen"),
    "neighbour": Program("neighbour", 0, module="support.neighbour"),
    "stand_in": Program("stand_in", 0, module="support.stand_in"),
}
IMPORTABLE = {"PYTHONPATH": str(PROJECT / "tests"), **bytecode.KEPT}


def program_of(name: str) -> Program:
    """The program of a service, of the gateway, or of one of the tests' own. Raises KeyError."""
    return OWN[name] if name in OWN else programs.program(name)
