"""A RabbitMQ node of our own: own name, ports, cookie and data, as the calling user, on loopback only."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pika

from portico_local import processes
from portico_local.places import Place
from portico_local.ports import LOOPBACK
from portico_local.problems import CannotStart

NODE = "portico@localhost"
USER = VHOST = "portico"
SCRIPTS = Path("/usr/lib/rabbitmq/bin")
"""Debian's commands in /usr/sbin insist on the account `rabbitmq`; these are what they call."""

HINT = "run `make reset` to begin with an empty broker, or set AMQP_URL to use a running one"
MISSING = "RabbitMQ is missing: run `apt-get install rabbitmq-server`, or set AMQP_URL to use a running one"


@dataclass(frozen=True)
class BrokerPorts:
    """Where clients, other Erlang nodes and Erlang's port mapper listen."""

    amqp: int
    distribution: int
    mapper: int


@dataclass(frozen=True)
class RabbitMQ:
    """One node in a place's folder."""

    place: Place
    ports: BrokerPorts
    password: str
    cookie: str

    def start(self) -> list[processes.Started]:
        """Start Erlang's port mapper and the node, and wait until it takes connections.

        Raises:
            CannotStart: RabbitMQ isn't installed or won't start.
        """
        if not (SCRIPTS / "rabbitmq-server").exists() or shutil.which("epmd") is None:
            raise CannotStart(MISSING)
        self._configure()
        env = self._env()
        mapper_argv = ["epmd", "-address", LOOPBACK, "-port", str(self.ports.mapper)]
        mapper = processes.start(self.place, "epmd", mapper_argv, env)
        node = processes.start(self.place, "rabbitmq", [str(SCRIPTS / "rabbitmq-server")], env)
        processes.wait_until(self.answers, node, 90, HINT)
        self._elect_leaders()
        return [mapper, node]

    def answers(self) -> bool:
        """True when it takes an authenticated connection."""
        try:
            pika.BlockingConnection(pika.URLParameters(self.url())).close()
        except (pika.exceptions.AMQPError, OSError):
            return False
        return True

    def url(self, vhost: str = VHOST) -> str:
        """The AMQP URL of a virtual host."""
        return f"amqp://{USER}:{self.password}@{LOOPBACK}:{self.ports.amqp}/{vhost}"

    def add_vhost(self, name: str) -> str:
        """Make a virtual host that our user may use; its URL."""
        self._evaluate(
            f'rabbit_vhost:add(<<"{name}">>, <<"{USER}">>),'
            f'rabbit_auth_backend_internal:set_permissions(<<"{USER}">>, <<"{name}">>,'
            f' <<".*">>, <<".*">>, <<".*">>, <<"{USER}">>).'
        )
        return self.url(name)

    def delete_vhosts(self, prefix: str) -> None:
        """Delete the virtual hosts whose names begin so, with all their queues."""
        self._evaluate(
            f'[rabbit_vhost:delete(Name, <<"{USER}">>) || Name <- rabbit_vhost:list_names(),'
            f' binary:match(Name, <<"{prefix}">>) =:= {{0, {len(prefix)}}}].'
        )

    def note_queues(self) -> None:
        """Have it note on disk which quorum queues there are; by itself it does so up to a second later, and
        killed before that it starts a new one empty."""
        self._evaluate("[dets:sync(Table) || Table <- dets:all()].")

    def trace(self, vhost: str, *, on: bool) -> None:
        """Switch the copy of every message of a virtual host to `amq.rabbitmq.trace` on or off."""
        self._evaluate(f'rabbit_trace:{"start" if on else "stop"}(<<"{vhost}">>).')

    def _elect_leaders(self) -> None:
        """After a kill a quorum queue of this one node may stay a follower without a leader; nobody but the
        node itself can elect it, and it may not think of it."""
        self._evaluate(
            "[catch ra:trigger_election(amqqueue:get_pid(Queue)) || Queue <- rabbit_amqqueue:list(),"
            " amqqueue:get_type(Queue) =:= rabbit_quorum_queue]."
        )

    def _evaluate(self, expression: str) -> None:
        # The node names that erl_call draws for itself repeat: of two at a time one is turned away.
        with self.place.locked("evaluate"):
            done = self._erl_call(expression)
        if "{ok," not in done.stdout.replace(" ", ""):
            raise RuntimeError(f"the broker refused: {done.stdout}{done.stderr}")

    def _erl_call(self, expression: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["erl_call", "-r", "-sname", NODE, "-e"],
            input=f"{expression}\n",
            env=self._env(),
            text=True,
            capture_output=True,
            check=False,
            timeout=60,
        )

    def _configure(self) -> None:
        home = self.place.rabbitmq
        cookie = home / ".erlang.cookie"
        cookie.unlink(missing_ok=True)
        cookie.write_text(self.cookie)
        cookie.chmod(0o400)
        (home / "enabled_plugins").write_text("[].\n")
        (home / "rabbitmq.conf").write_text("".join(f"{line}\n" for line in self._settings()))
        (home / "rabbitmq.conf").chmod(0o600)

    def _settings(self) -> list[str]:
        return [
            f"listeners.tcp.default = {LOOPBACK}:{self.ports.amqp}",
            f"default_user = {USER}",
            f"default_pass = {self.password}",
            f"default_vhost = {VHOST}",
            "disk_free_limit.absolute = 100MB",
            "raft.wal_max_size_bytes = 67108864",
            "log.console = true",
            "log.console.level = warning",
            "log.file = false",
        ]

    def _env(self) -> dict[str, str]:
        home = self.place.rabbitmq
        return {
            "PATH": f"/usr/lib/erlang/bin:{os.environ.get('PATH', os.defpath)}",
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_EPMD_PORT": str(self.ports.mapper),
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_DIST_PORT": str(self.ports.distribution),
            "RABBITMQ_CONF_ENV_FILE": str(home / "no-such-file"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(home / "data"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
            "RABBITMQ_LOG_BASE": str(self.place.logs),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": str(home / "node.pid"),
            # Replaces the script's shell, so that the pid we know is the node itself.
            "RUNNING_UNDER_SYSTEMD": "true",
            # Does not bind schedulers to cores: the services run on the same ones.
            "RABBITMQ_SCHEDULER_BIND_TYPE": "u",
            "RABBITMQ_MAX_NUMBER_OF_PROCESSES": "131072",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} +A 16"
            ),
        }
