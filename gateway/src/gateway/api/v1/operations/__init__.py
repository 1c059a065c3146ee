"""Every operation of the API, in one table: routes, doors, OpenAPI and tests are made from it."""

from gateway.api.v1.operations import accounts, members, offices
from gateway.api.v1.operations.operation import PREFIX, VERSION, Operation

__all__ = ["OPERATIONS", "PREFIX", "VERSION", "Operation"]

OPERATIONS = (*accounts.OPERATIONS, *members.OPERATIONS, *offices.OPERATIONS)
