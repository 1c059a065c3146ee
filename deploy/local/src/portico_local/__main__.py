"""`python -m portico_local …`"""

import argparse
import os
import shutil
import signal
import sys

from portico_local import backends, instance, leases, places, processes, supervisor
from portico_local.places import Place
from portico_local.problems import CannotStart

EXPLAINED = {
    "run": "start everything and keep it up until Ctrl-C",
    "backends": "start the tests' broker and database, and leave them running",
    "stop": "stop what runs here (with --test: the tests' broker and database)",
    "reset": "stop, and forget all data, mails, secrets and logs",
    "status": "list what runs here",
    "exec": "run a command on what runs here: exec member load-members FILE",
}
STOP_SECONDS = 90


def main(argv: list[str] | None = None) -> int:
    """Run one command; 1, with one line on standard error, when it can't."""
    chosen = _parser().parse_args(argv)
    place = places.test_place() if getattr(chosen, "test", False) else places.run_place()
    try:
        return COMMANDS[chosen.command](place, chosen) or 0
    except CannotStart as problem:
        print(f"portico: {problem}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m portico_local")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, explained in EXPLAINED.items():
        command = commands.add_parser(name, help=explained, description=explained)
        if name == "stop":
            command.add_argument("--test", action="store_true", help="the tests' broker and database")
            command.add_argument("--unless-used", action="store_true", help="leave them to another test run")
        if name == "exec":
            command.add_argument("module", help="a service, or another module such as servicekit.parked")
            command.add_argument("rest", nargs=argparse.REMAINDER, help="what to tell it")
    return parser


def _run(place: Place, _: argparse.Namespace) -> None:
    supervisor.run(place)


def _backends(_: Place, __: argparse.Namespace) -> None:
    found = backends.ensure(places.test_place())
    print(f"RabbitMQ    {found.rabbitmq.url()}")
    print(f"PostgreSQL  {found.postgres.server.url('portico', 'postgres')}")
    print("`python -m portico_local stop --test` stops them.")


def _stop(place: Place, chosen: argparse.Namespace) -> None:
    if place.for_tests:
        _stop_tests(place, chosen.unless_used)
        return
    main_process = supervisor.supervisor_of(place)
    if main_process is not None:
        os.kill(main_process.pid, signal.SIGTERM)
        processes.wait_gone(main_process, STOP_SECONDS)
    instance.take_down(place)


def _stop_tests(place: Place, unless_used: bool) -> None:
    with place.locked("backends"):
        users = leases.users(place)
        if users and unless_used:
            print(f"The tests' broker and database stay up: process {users[0]} uses them.")
            return
        backends.stop(place)
        processes.end_strays(place)


def _reset(place: Place, chosen: argparse.Namespace) -> None:
    _stop(place, chosen)
    for path in place.root.glob("*"):
        if path != places.test_place().root:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    print("All local data is forgotten.")


def _status(place: Place, _: argparse.Namespace) -> int:
    running = [process for process in processes.known(place) if process.alive()]
    for process in sorted(running, key=lambda found: found.name):
        print(f"{process.name:<20} process {process.pid:<8} log {process.log}")
    if not running:
        print("Nothing runs here.")
    return 0 if running else 3


def _exec(place: Place, chosen: argparse.Namespace) -> None:
    env = instance.environment_of(place, chosen.module)
    os.execve(sys.executable, [sys.executable, "-m", chosen.module, *chosen.rest], env)


COMMANDS = {
    "run": _run,
    "backends": _backends,
    "stop": _stop,
    "reset": _reset,
    "status": _status,
    "exec": _exec,
}


if __name__ == "__main__":
    sys.exit(main())
