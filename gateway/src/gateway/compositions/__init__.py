"""What pages and the API do with services, in one place for both."""
