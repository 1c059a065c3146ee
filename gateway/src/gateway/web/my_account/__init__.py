"""Pages of a signed-in person (R106, R107, R177, R239)."""
