"""What an operation of the API is."""

from dataclasses import dataclass, field

from contracts.errors import ContractError
from contracts.procedures import Procedure

PREFIX = "/api/v1"
VERSION = "version"
"""The field that is an ETag in answers, and comes in If-Match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method on one path.

    `path` is as in OpenAPI (`/sessions/{id}`); `path_fields` says which field of the procedure's `takes`
    each name is; all are UUIDs. The body holds the other fields, less those in `leave_out`.
    `status` is that of success; 204 sends no body. With `stale` the version that the client saw comes in
    If-Match; this error, raised when there is another by now, is answered with 412. `largest_body` is in
    bytes, where more is taken than by the others.
    """

    method: str
    path: str
    procedure: Procedure
    status: int
    summary: str
    tag: str
    path_fields: dict[str, str] = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    stale: type[ContractError] | None = None
    largest_body: int | None = None

    @property
    def name(self) -> str:
        """Operation id and endpoint: `post_sign_ups_id_code`."""
        return "_".join([self.method.lower(), *self.path.strip("/").translate(_NAME).split("/")])

    @property
    def rule(self) -> str:
        """The path as Flask writes it, below the prefix."""
        return self.path.replace("{", "<uuid:").replace("}", ">")

    @property
    def body_fields(self) -> frozenset[str]:
        """Names of the fields that the JSON body may hold."""
        taken = set(self.path_fields.values()) | self.leave_out | ({VERSION} if self.stale else set())
        return frozenset(self.procedure.takes._declared_fields) - taken


_NAME = str.maketrans({"-": "_", "{": None, "}": None})
