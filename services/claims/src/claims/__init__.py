"""Eligibility answers, referrals, authorizations, claims and their re-submission."""
