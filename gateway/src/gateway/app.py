"""Puts the gateway together."""

from collections.abc import Callable

from flask import Flask

from gateway import peers, problems, static_files, watch, web
from gateway.api import v1
from gateway.compositions import colleagues
from gateway.config import Settings
from gateway.peers import Peers
from gateway.security import (
    bodies,
    client_address,
    csrf,
    doors,
    headers,
    idempotency,
    limits,
    rescue,
    sessions,
    tracing,
)
from servicekit.seal import Sealer
from servicekit.tokens import AccessTokens, Revocations


def create_app(settings: Settings, connect: Callable = peers.connect) -> Flask:
    """The WSGI application. `connect(settings, sealer)` makes the RpcClient.

    Raises DoorMissing when a route does not say who may use it."""
    app = Flask("gateway", static_folder=None)
    app.jinja_environment = web.Environment  # before the first look at `jinja_env`, which makes it
    app.config.update(MAX_CONTENT_LENGTH=settings.max_body, MAX_FORM_MEMORY_SIZE=settings.max_body)
    app.config.update(MAX_FORM_PARTS=200, TRUSTED_HOSTS=list(settings.trusted_hosts) or None)
    equip(app, settings, connect)
    _hooks(app)
    web.init_app(app)
    for blueprint in (*v1.blueprints, *web.blueprints):
        app.register_blueprint(blueprint)
    app.jinja_env.globals["form_token"] = idempotency.form_token
    static_files.init_app(app)
    client_address.trust_proxies(app, settings.trusted_proxies)
    doors.refuse_forgotten(app)
    return app


def equip(app: Flask, settings: Settings, connect: Callable = peers.connect) -> None:
    """Give the application its keys, its connection and counters at zero: all that it knows of the world.

    Tests equip one application again and again, since putting its routes together takes longer than they do.
    """
    sealer, revocations = Sealer.parse(settings.seal_keys), Revocations()
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions["portico.settings"] = settings
    app.extensions["portico.sealer"] = sealer
    app.extensions["portico.tokens"] = AccessTokens(settings.verify_keys, revocations)
    app.extensions["portico.peers"] = Peers(settings, sealer, revocations, connect)
    app.extensions["portico.limits"] = limits.Limits.of(settings)
    app.extensions["portico.refreshes"] = sessions.refreshes()
    app.extensions["portico.colleagues"] = colleagues.memory()


def _hooks(app: Flask) -> None:
    # Answers pass the hooks in the reverse order: watch and headers see what all others made.
    for part in (watch, headers, tracing, rescue, sessions, csrf, problems):
        part.init_app(app)
    app.before_request(_before)


def _before() -> None:
    """The order matters: an id first, then what is cheap, then the token that may need a service."""
    watch.begin()
    tracing.begin()
    limits.check()
    bodies.allow()
    csrf.check()
    doors.check()
