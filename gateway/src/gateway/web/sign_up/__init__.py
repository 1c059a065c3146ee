"""Create Member Online Account (R058–R081)."""
