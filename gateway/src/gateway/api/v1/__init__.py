"""Version 1 of the JSON API, made from one table of operations and the contracts."""

from gateway.api.v1.docs import blueprint as docs
from gateway.api.v1.routes import blueprint as routes

blueprints = (routes, docs)
"""What the application registers."""
