"""Reading X12 transactions: 834 005010X220A1, Benefit Enrolment and Maintenance."""
