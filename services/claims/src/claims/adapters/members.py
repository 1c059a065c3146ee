"""The member service, asked whose Member IDs those are that claims name."""

from collections.abc import Collection
from uuid import UUID

from contracts.member import rpc
from servicekit.callers import caller_key
from servicekit.config import Settings
from servicekit.rpc.client import RpcClient
from servicekit.seal import Sealer


class Members:
    """The way to member of a command, which is no running service."""

    def __init__(self, settings: Settings):
        self._client = RpcClient(
            settings.amqp_url,
            caller=settings.service,
            caller_key=caller_key(settings.call_key, settings.service),
            sealer=Sealer.parse(settings.seal_keys),
        ).start()

    def find(self, member_ids: Collection[str]) -> dict[str, UUID]:
        """The keys of the members with these Member IDs, those that there are. Raises Unavailable."""
        found = self._client.call(rpc.find_member_keys, {"member_ids": sorted(member_ids)})
        return {one["member_id"]: one["member_key"] for one in found["members"]}

    def close(self) -> None:
        """Let go of the broker."""
        self._client.close()
