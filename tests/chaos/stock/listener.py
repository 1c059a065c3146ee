"""Another stock service, which hears the first one."""

from nameko.events import event_handler

from chaos.stock.service import take_effect


class StockListener:
    """Hears what is wanted of the neighbour."""

    name = "stock_listener"

    @event_handler("stock", "neighbour_wanted")
    def on_neighbour_wanted(self, wanted):
        take_effect(**wanted)
