"""Portico on one machine: broker, database, mail, the five services and the gateway."""
