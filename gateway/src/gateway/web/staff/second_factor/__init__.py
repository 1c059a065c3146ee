"""The second factor of staff: an authenticator app (TOTP), and recovery codes for a day without it."""
