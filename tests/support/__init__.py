"""What tests of more than one project share: real backends, real processes, callers."""
