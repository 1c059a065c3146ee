"""Who a person is to Portico: accounts, credentials, one-time codes, sessions, and the audit of all of it."""
