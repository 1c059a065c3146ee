"""An online account in the hands of who helps its owner: verify the caller, unlock, send a code (R178)."""
