"""The same service on nameko as it comes: nothing of it is changed or subclassed."""
