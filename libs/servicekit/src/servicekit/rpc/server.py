"""nameko's RPC entrypoint with deadlines, raw bodies and replies that can't kill the container."""

from functools import partial

import pika
from kombu import Queue
from nameko.exceptions import ContainerBeingKilled
from nameko.rpc import Rpc, RpcConsumer

from servicekit import metrics
from servicekit.consumer import SteadyQueueConsumer, raw_body
from servicekit.link import LinkDown
from servicekit.logs import log
from servicekit.rpc.answering import RawCall, answer, seconds_left
from servicekit.topology import call_queue


class CallConsumer(RpcConsumer):
    """Takes calls from `rpc.<service>` and finds their entrypoint by the message's type."""

    queue_consumer = SteadyQueueConsumer()

    def setup(self) -> None:
        """Declare the queue once."""
        if self.queue is None:
            name = call_queue(self.container.service_name)
            self.queue = Queue(name, durable=True)
            self.queue_consumer.register_provider(self)
            self._registered = True

    def handle_message(self, body, message) -> None:
        """Give the call to its entrypoint; a call for nobody is answered by silence and logged."""
        wanted = message.properties.get("type")
        for provider in self._providers:
            if provider.procedure.key == wanted:
                provider.handle_message(body, message)
                return
        log("call.unknown", queue=self.queue.name)
        self.queue_consumer.ack_message(message)


class Serves(Rpc):
    """The entrypoint behind `@serves`."""

    rpc_consumer = CallConsumer()

    def __init__(self, procedure, **kwargs):
        self.procedure = procedure
        super().__init__(**kwargs)

    def handle_message(self, body, message) -> None:
        """Run the call in a worker of the pool; the deadline is checked when the worker begins."""
        call = RawCall(dict(message.headers), raw_body(message))
        try:
            self.container.spawn_worker(
                self, (call,), {}, context_data={}, handle_result=partial(self._done, message)
            )
        except ContainerBeingKilled:
            self.rpc_consumer.requeue_message(message)

    def _done(self, message, worker_ctx, reply, exc_info):
        if reply is not None:
            self._reply(message, reply)
        self.rpc_consumer.queue_consumer.ack_message(message)
        return reply, exc_info

    def _reply(self, message, reply: bytes) -> None:
        """Send the reply, transient and unconfirmed. It may be lost with the connection: the caller waits
        no longer than its deadline and asks again."""
        properties = pika.BasicProperties(
            content_type="application/json", correlation_id=message.properties.get("correlation_id")
        )
        try:
            link = self.container.service_cls.kit_of(self.container).client.link
            # It may reconnect a moment after the consumer. The header may say any deadline.
            link.wait_ready(min(seconds_left(message.headers), self.procedure.deadline))
            link.publish(message.properties["reply_to"], reply, properties, False)
        except (LinkDown, KeyError):
            metrics.REPLIES_LOST.inc()
            log("reply.lost", procedure=self.procedure.key)


def entry(procedure, method):
    """Wrap a marked method so that nameko's worker runs `answer` around it."""

    def run(service, call: RawCall):
        return answer(service.kit, procedure, partial(method, service), call)

    run.__name__ = method.__name__
    return Serves.decorator(procedure)(run)
