"""The only HTTP door: JSON API, web pages, OpenAPI. No database."""
