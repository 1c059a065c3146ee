"""The queue of changes of doctor that the rules refuse (R227)."""
