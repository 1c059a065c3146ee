"""Member Online Account: log in and out (R082, R106)."""
