"""Reading X12 transactions: 837 005010X222A1, Health Care Claim: Professional."""
