"""`make run`: bring everything up, in order, and take it down again."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from portico_local import backends, databases, external, keys, launch, ports, processes, programs
from portico_local.done import Done
from portico_local.launch import Launcher
from portico_local.places import Place
from portico_local.problems import CannotStart
from portico_local.programs import GATEWAY, SERVICES, Program
from portico_local.progress import step

READY_SECONDS = 60
COMMAND_SECONDS = 300
DOWNLOADS = "GATEWAY_DOWNLOADS"
"""The setting that names the folder of published files."""


@dataclass
class Addresses:
    """Where people and tests find it. `health` maps packages to ports."""

    gateway: int
    mail_page: int
    health: dict[str, int] = field(default_factory=dict)


@dataclass
class Instance:
    """Everything that one `make run` has started."""

    place: Place
    addresses: Addresses
    launcher: Launcher
    running: dict[str, processes.Started] = field(default_factory=dict)
    own_mail: bool = True

    def start(self, who: Program) -> processes.Started:
        """Start a service or the gateway (also again after it has died)."""
        extra = {"GATEWAY_PORT": str(self.addresses.gateway)} if who is GATEWAY else {}
        self.running[who.package] = self.launcher.run(who, self.addresses.health[who.package], extra)
        return self.running[who.package]

    def wait_ready(self, who: Program) -> None:
        """Raises CannotStart when it doesn't get ready."""
        port = self.addresses.health[who.package]
        hint = "read there what it misses"
        processes.wait_until(lambda: launch.is_ready(port), self.running[who.package], READY_SECONDS, hint)


def bring_up(place: Place, addresses: Addresses) -> Instance:
    """Start everything and wait until it is ready.

    Raises:
        CannotStart: something won't; the caller stops the rest with `take_down`.
    """
    instance = _prepared(place, addresses)
    done = Done.at(place.root)
    with step("Migrations"):
        _commands(instance, [(who, "migrate") for who in SERVICES], done)
    addresses.health |= {who.package: ports.prefer(who.health_port) for who in (*SERVICES, GATEWAY)}
    with step("Services and gateway"):
        for who in (*SERVICES, GATEWAY):
            instance.start(who)
        for filling in programs.DEMO:
            _fill(instance, filling, done)
        _publish(instance, done)
        for who in (*SERVICES, GATEWAY):
            instance.wait_ready(who)
    return instance


def _prepared(place: Place, addresses: Addresses) -> Instance:
    """The servers are up; nothing of our own runs yet."""
    secrets = keys.kept(place.root / "secrets.env")
    urls = _urls(place)
    own_mail = "SMTP_URL" not in urls
    if own_mail:
        urls["SMTP_URL"] = _mail(place, addresses)
    own = {"PORTAL_URL": f"http://localhost:{addresses.gateway}", **_downloads(place)}
    extra = {name: value for name, value in own.items() if name not in os.environ}
    return Instance(
        place, addresses, Launcher(place, secrets | _given_secrets(), urls, extra), own_mail=own_mail
    )


def environment_of(place: Place, module: str) -> dict[str, str]:
    """What a command of ours needs to work on the running instance; a tool of no service gets all of it.

    Raises:
        CannotStart: the instance's servers don't run.
    """
    if external.given().keys() < _wanted() and not any(process.alive() for process in processes.known(place)):
        raise CannotStart("nothing runs here; start it with `make run` in another window")
    secrets, urls = keys.kept(place.root / "secrets.env"), external.given()
    own = backends.at(place)
    urls = (
        {"AMQP_URL": own.rabbitmq.url()}
        | {who.database_variable: own.postgres.server.url(who.package, who.package) for who in SERVICES}
        | urls
    )
    if module not in programs.PACKAGES:
        return {**os.environ, **secrets, **urls}
    who = programs.program(module)
    # A command sends no mail, so any address will do where the settings ask for one.
    own = programs.environment(who, secrets | _given_secrets(), {"SMTP_URL": "smtp://localhost"} | urls)
    return _downloads(place) | own


def take_down(place: Place, say: Callable[[str], None] = lambda _: None) -> None:
    """Stop every process of the place that still runs: the gateway first, the servers last."""
    found = {process.name: process for process in processes.known(place) if _ours(process)}
    fixed = [GATEWAY.package, *(who.package for who in SERVICES), launch.MAIL]
    odd = [name for name in found if name not in (*fixed, *backends.STOP_ORDER)]
    for group in ([GATEWAY.package, *odd], [who.package for who in SERVICES], [launch.MAIL], *_one_by_one()):
        alive = [found[name] for name in group if name in found]
        if any(process.alive() for process in alive):
            say(", ".join(process.name for process in alive))
        with ThreadPoolExecutor() as pool:
            list(pool.map(processes.Started.stop, alive))
    processes.end_strays(place)


def _one_by_one() -> list[list[str]]:
    return [[name] for name in backends.STOP_ORDER]


def _ours(process: processes.Started) -> bool:
    return process.pid != os.getpid() and not process.name.startswith("user-")


def _urls(place: Place) -> dict[str, str]:
    """The given servers' URLs, and our own servers' for the rest."""
    urls = external.given()
    missing = _wanted() - urls.keys()
    if missing:
        with step("PostgreSQL and RabbitMQ"):
            own = backends.ensure(place, postgres=missing != {"AMQP_URL"}, rabbitmq="AMQP_URL" in missing)
            if "AMQP_URL" in missing:
                urls["AMQP_URL"] = own.rabbitmq.url()
            for who in SERVICES:
                if who.database_variable in missing:
                    urls[who.database_variable] = databases.ensure(own.postgres.server, who.package)
    return urls


def _wanted() -> set[str]:
    return {"AMQP_URL", *(who.database_variable for who in SERVICES)}


def _given_secrets() -> dict[str, str]:
    return {name: os.environ[name] for name in programs.SECRETS if os.environ.get(name)}


def _downloads(place: Place) -> dict[str, str]:
    return {DOWNLOADS: str(place.downloads)}


def _mail(place: Place, addresses: Addresses) -> str:
    with step("Mail"):
        port = ports.prefer(8025)
        keeper = Launcher(place, {}, {}).mail(port, addresses.mail_page)
        processes.wait_until(
            lambda: ports.accepts(port) and ports.accepts(addresses.mail_page), keeper, 20, "try again"
        )
    return f"smtp://{ports.LOOPBACK}:{port}"


def _commands(instance: Instance, wanted: list[tuple[Program, str]], done: Done) -> None:
    """Run commands side by side, unless this code has done so on these data.

    Raises:
        CannotStart: one fails; with its last line.
    """
    fresh = [(who, word) for who, word in wanted if not _is_done(instance, who, word, done)]
    for process in [instance.launcher.command(who, word) for who, word in fresh]:
        _finish(process, done)


def _fill(instance: Instance, filling: programs.Filling, done: Done) -> None:
    """One step of the invented data, unless it was done on these data.

    Raises:
        CannotStart: it fails; with its last line.
    """
    who = programs.program(filling.package)
    if _is_done(instance, who, filling.word, done):
        return
    said = [instance.launcher.said(programs.program(package), word) for package, word in filling.sources]
    _finish(instance.launcher.command(who, filling.word, given=b"".join(said)), done)


def _publish(instance: Instance, done: Done) -> None:
    """The demo's webinar, unless something was published here before; a folder given by its name is not ours.

    Raises:
        CannotStart: it fails; with its last line.
    """
    if DOWNLOADS not in os.environ and not any(instance.place.downloads.iterdir()):
        _finish(instance.launcher.command(GATEWAY, "publish-webinar", *programs.DEMO_WEBINAR), done)


def _finish(process: processes.Started, done: Done) -> None:
    if process.finished(COMMAND_SECONDS):
        last = process.tail(1).strip() or "it said nothing"
        raise CannotStart(f"{process.name} failed: {last}; its log: {process.log}")
    done.note(process.name)


def _is_done(instance: Instance, who: Program, word: str, done: Done) -> bool:
    """A server given by its URL is asked each time: its data are not ours to know."""
    return who.database_variable not in os.environ and done.has(f"{who.package}-{word}")
