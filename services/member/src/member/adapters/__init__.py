"""The outside: member files, load reports, the terminal."""
