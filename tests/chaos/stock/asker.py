"""A stock service that calls the first one as it starts, and notes in the ledger that it was answered.

nameko keeps a reply queue for five minutes after its consumer is gone; here it is half a second, so
that a test need not wait for five minutes. Nothing else is changed.
"""

import os

import nameko.rpc
from nameko.rpc import RpcProxy
from nameko.timer import timer

from chaos.stock.service import write

nameko.rpc.RPC_REPLY_QUEUE_TTL = 500


class StockAsker:
    """Asks once."""

    name = "stock_asker"
    stock = RpcProxy("stock")

    @timer(interval=3600, eager=True)
    def ask(self):
        key = os.environ["ASK_KEY"]
        self.stock.create_effect(key, "sleep_first", float(os.environ["ASK_SECONDS"]))
        write("effects", f"{key}-answered")
