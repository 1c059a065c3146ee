"""The rules: what an 837 says, which services are sensitive; no I/O."""
