"""The queue of addresses that members reported, to be passed on to their counties (R142)."""
