"""Insurance, ID cards and primary doctors of the signed-in member."""
