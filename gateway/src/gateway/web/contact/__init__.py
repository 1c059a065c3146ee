"""Profile, tab Personal Information: addresses, phones, e-mail addresses (R137-R143)."""
