"""A second service for tests: it listens to the specimen and calls it. Its tables are the specimen's, in a database
of its own."""
