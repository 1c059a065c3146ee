"""`python -m gateway run | openapi | publish-webinar | check-links`"""

import argparse
import json
import os
import shutil
import socket
import sys
import tempfile

from gateway.config import Settings, use_metrics_directory
from gateway.downloads import publishing
from servicekit.config import MissingSetting


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit status is 2 when something must be set right first."""
    parser = argparse.ArgumentParser(prog="gateway", description="Portico's HTTP gateway")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="serve until SIGTERM")
    commands.add_parser("openapi", help="print the OpenAPI document")
    publishing.add_options(
        commands.add_parser("publish-webinar", help="check files of the webinar and publish them")
    )
    commands.add_parser("check-links", help="report links of the public pages that lead nowhere")
    asked = parser.parse_args(arguments)
    known = {"run": run, "openapi": openapi, "publish-webinar": publish_webinar, "check-links": check_links}
    return known[asked.command](asked)


def run(_: argparse.Namespace) -> int:
    """Serve."""
    try:
        settings = Settings.from_env()
        _check_port(settings.host, settings.port, "GATEWAY_PORT")
        _check_port("127.0.0.1", settings.health_port, "GATEWAY_HEALTH_PORT")
    except (MissingSetting, ValueError, PortTaken) as wrong:
        print(f"gateway: {wrong}", file=sys.stderr)
        return 2
    directory, master = tempfile.mkdtemp(prefix="portico-metrics-"), os.getpid()
    try:
        use_metrics_directory(directory)
        from gateway.serving import serve  # after the line above: prometheus_client looks when imported

        serve(settings, directory)
    finally:
        if os.getpid() == master:
            shutil.rmtree(directory, ignore_errors=True)
    return 0


def openapi(_: argparse.Namespace) -> int:
    """Print the document."""
    from gateway.api.v1.openapi import document

    print(json.dumps(document(), indent=2))
    return 0


def publish_webinar(asked: argparse.Namespace) -> int:
    """Publish files of the webinar (R217)."""
    try:
        return publishing.publish_webinar(asked)
    except MissingSetting as missing:
        print(f"gateway: {missing}", file=sys.stderr)
        return 2


def check_links(_: argparse.Namespace) -> int:
    """Report dead links, a line each (R002); 1 when there is one."""
    from gateway.app import create_app
    from gateway.links import dead_links

    try:
        found = dead_links(create_app(Settings.from_env()))
    except (MissingSetting, ValueError) as wrong:
        print(f"gateway: {wrong}", file=sys.stderr)
        return 2
    for dead in found:
        print(f"{dead.page}: {dead.link} ({dead.why})")
    print(f"{len(found)} dead links" if found else "No link of the public pages is dead.")
    return 1 if found else 0


class PortTaken(Exception):
    """The text names the port and the setting."""


def _check_port(host: str, port: int, setting: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(f"port {port} on {host} is in use; stop what uses it or set {setting}") from None


if __name__ == "__main__":
    sys.exit(main())
