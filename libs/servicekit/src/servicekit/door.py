"""Builds from a Service the class that nameko's container runs: one entrypoint per mark. nameko makes an
instance per worker and sets `kit` on it."""

from nameko.extensions import DependencyProvider

from servicekit import jobs, timer
from servicekit.events import hearing, listener
from servicekit.kit import Kit
from servicekit.rpc import server, serving
from servicekit.service import Service, _marked


class KitProvider(DependencyProvider):
    """Gives each worker the process's Kit."""

    def get_dependency(self, worker_ctx) -> Kit:
        """The Kit, the same for all."""
        return worker_ctx.config["KIT"]


def door(service: type[Service]) -> type:
    """A nameko service class with `service`'s methods behind servicekit's entrypoints."""
    members = {"name": service.name, "kit": KitProvider(), "kit_of": staticmethod(lambda c: c.config["KIT"])}
    for name, method in _marked(service, serving.MARK):
        members[name] = server.entry(getattr(method, serving.MARK), method)
    for _, method in _marked(service, hearing.MARK):
        for event in getattr(method, hearing.MARK):
            run = listener.entry(event, method)
            members[run.__name__] = run
    for name, method in _marked(service, jobs.MARK):
        members[name] = timer.entry(*getattr(method, jobs.MARK), method)
    return type(service.__name__, (service,), members)
