"""A Provider ID in the hands of the plan's people: its people, their access, its letter (R224, R231)."""
