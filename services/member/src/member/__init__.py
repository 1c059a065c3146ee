"""The member service: who is covered, and who is who."""
