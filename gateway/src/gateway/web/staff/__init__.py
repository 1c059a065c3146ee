"""The console of the plan's staff (R224–R227): a second factor first, then what each role works with."""
