"""Remote procedure calls: `@serves(procedure)` on the callee's side, `RpcClient` on the caller's."""

from servicekit.rpc.serving import serves

__all__ = ["serves"]
