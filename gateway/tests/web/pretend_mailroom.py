"""Orders of ID cards with a memory, as Member Services and the mailroom work with them: plain rules."""

import uuid
from datetime import date

from pretend_care import LENA
from support_peers import Call

from contracts.errors import NotFound
from contracts.member import errors as e
from contracts.member import rpc
from servicekit import clock

HOME, FARM = uuid.UUID(int=601), uuid.UUID(int=602)


class PretendMailroom:
    """Rosa's orders, the newest first; `returned_from` are addresses from which mail came back."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[dict] = []
        self.returned_from: set[uuid.UUID] = set()

    def order(self, number: int = 100001, **changes) -> dict:
        """An order of Rosa's, put into the queue."""
        made = {
            "order_id": uuid.UUID(int=number), "number": number, "state": "ordered",
            "ordered_at": clock.now(), "printed_at": None, "mailed_at": None, "settled_at": None,
            "expected_by": date(2026, 9, 29),
            "address": {"line1": "12 Pajaro Lane", "city": "Watsonville", "state": "CA", "zip_code": "95076"},
            "reason": "lost", "by_staff": True, "returned_because": None, "batch_id": None,
        } | changes  # fmt: skip
        self.orders.insert(0, made)
        return made

    def _order(self, call: Call) -> dict:
        asked = call.fields
        if asked["contact_point_id"] in self.returned_from and not asked["address_confirmed"]:
            raise e.CardAddressReturned()
        return {"order": self.order(100001 + len(self.orders), reason=asked["reason"])}

    def _cancel_order(self, call: Call) -> dict:
        order = self._found(call.fields["order_id"])
        if order["state"] != "ordered":
            raise e.CardOrderPrinted()
        order["state"] = "cancelled"
        return {}

    def _found(self, order_id: uuid.UUID) -> dict:
        found = next((order for order in self.orders if order["order_id"] == order_id), None)
        if found is None:
            raise NotFound()
        return found

    def mailroom(self) -> dict:
        return {
            rpc.list_card_orders: self._queue,
            rpc.record_cards_printed: self._print,
            rpc.get_card_batch: self._batch,
            rpc.record_card_mailed: self._mail,
            rpc.record_card_returned: self._return,
        }

    def _queue(self, call: Call) -> dict:
        number, state = call.fields["number"], call.fields["state"]
        found = [o for o in self.orders if (o["number"] == number if number else o["state"] == state)]
        return {"orders": sorted(found, key=lambda order: order["number"]), "next": None}

    def _print(self, call: Call) -> dict:
        ids, count = call.fields["order_ids"], call.fields["next"]
        waiting = [order for order in reversed(self.orders) if order["state"] == "ordered"]
        taken = waiting[:count] if count else [order for order in waiting if order["order_id"] in ids]
        if not taken:
            raise e.CardsTaken()
        batch = uuid.uuid4()
        for order in taken:
            order.update(state="printed", printed_at=clock.now(), batch_id=batch)
        left = set(ids or ()) - {order["order_id"] for order in taken}
        return self._shown(batch) | {"left_out": sorted(left)}

    def _batch(self, call: Call) -> dict:
        return self._shown(call.fields["batch_id"])

    def _shown(self, batch: uuid.UUID) -> dict:
        card = {
            "line": "medi_cal", "first_name": "Rosa", "last_name": "Santos", "member_id": "P1234567",
            "date_of_birth": date(1980, 9, 15), "starts_on": date(2024, 1, 1), "doctor": LENA,
            "reference": uuid.UUID(int=77),
        }  # fmt: skip
        names = {"first_name": "Rosa", "last_name": "Santos"}
        inside = [order for order in self.orders if order["batch_id"] == batch]
        if not inside:
            raise NotFound()
        fields = ("order_id", "number", "state", "address")
        orders = [{name: o[name] for name in fields} | names | {"cards": [card]} for o in inside]
        return {"batch_id": batch, "printed_at": clock.now(), "orders": orders[::-1]}

    def _mail(self, call: Call) -> dict:
        moved, left = [], []
        for order_id in call.fields["order_ids"]:
            order = self._found(order_id)
            (moved if order["state"] == "printed" else left).append(order_id)
        for order_id in moved:
            self._found(order_id).update(state="mailed", mailed_at=clock.now())
        return {"moved": moved, "left_out": left}

    def _return(self, call: Call) -> dict:
        order = self._found(call.fields["order_id"])
        if order["state"] != "mailed":
            raise e.CardOrderMoved(state=order["state"])
        order.update(state="returned", returned_because=call.fields["reason"])
        self.returned_from.add(HOME)
        return {}
