"""`@serves(procedure)`: marks a method as the answer to a procedure."""

from collections.abc import Callable

from contracts.procedures import Procedure

MARK = "_portico_serves"


def serves(procedure: Procedure) -> Callable[[Callable], Callable]:
    """Answer `procedure` with this method: `method(self, work, **fields) -> fields of gives or None`.

    The method has the procedure's name; another name raises TypeError.
    """

    def mark(method: Callable) -> Callable:
        if method.__name__ != procedure.name:
            raise TypeError(f"{method.__name__} can't serve {procedure.key}: give it the procedure's name")
        setattr(method, MARK, procedure)
        return method

    return mark
