"""A second service for tests: it listens to the specimen and calls it. It has the specimen's tables in a
database of its own."""
