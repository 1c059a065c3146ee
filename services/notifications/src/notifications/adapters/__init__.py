"""The outside: the language catalogues, the HTML skeleton, the SMTP server."""
