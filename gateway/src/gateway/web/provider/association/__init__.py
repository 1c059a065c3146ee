"""Associate Your Account and Link Account: the two-step wizard (R003–R033)."""
