"""Health: is the loop turning, can this process do its work, and what has it counted."""
