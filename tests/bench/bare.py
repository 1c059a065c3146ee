"""The baselines: a bare pika request and reply, and the same handler as a Flask monolith without a broker.

`python -m bench.bare echo` answers on the queue `bench.bare`; `python -m bench.bare monolith PORT` serves
GET /api/v1/me from the database.
"""

import os
import sys

import pika

QUEUE = "bench.bare"


def echo() -> None:
    """Send every request's body back."""
    channel = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"])).channel()
    channel.queue_declare(QUEUE, auto_delete=True)

    def answer(channel, method, properties, body):
        reply = pika.BasicProperties(correlation_id=properties.correlation_id)
        channel.basic_publish("", properties.reply_to, body, reply)
        channel.basic_ack(method.delivery_tag)

    channel.basic_consume(QUEUE, answer)
    channel.start_consuming()


def asker(url: str):
    """A function that makes one round trip."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    replies: list[bytes] = []
    channel.basic_consume("amq.rabbitmq.reply-to", lambda *a: replies.append(a[-1]), auto_ack=True)
    properties = pika.BasicProperties(reply_to="amq.rabbitmq.reply-to", correlation_id="1")

    def ask() -> None:
        replies.clear()
        channel.basic_publish("", QUEUE, b"x" * 300, properties)
        while not replies:
            connection.process_data_events(time_limit=1)

    return ask


def monolith(port: int) -> None:
    """The same handler, database and token check in one process, under the gateway's own kind of server."""
    from flask import Flask, jsonify, request

    from bench.serving import serve_with_gunicorn
    from contracts.identity import rpc
    from identity.config import Settings
    from identity.operations import get_account
    from servicekit.envelope import schema_of
    from servicekit.kit import Kit

    app = Flask("monolith")
    kits: dict[int, Kit] = {}

    def kit() -> Kit:
        if os.getpid() not in kits:
            kits[os.getpid()] = Kit(Settings.from_env("identity"))
            kits[os.getpid()].revocations.loaded()
        return kits[os.getpid()]

    @app.get("/api/v1/me")
    def me():
        token = request.headers["Authorization"].removeprefix("Bearer ")
        viewer = kit().tokens.viewer(token, "gateway")
        return jsonify(schema_of(rpc.get_account.gives).dump(get_account(kit().work(viewer=viewer))))

    serve_with_gunicorn(app, port)


if __name__ == "__main__":
    if sys.argv[1] == "echo":
        echo()
    else:
        monolith(int(sys.argv[2]))
