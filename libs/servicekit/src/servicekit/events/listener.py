"""nameko's consumer entrypoint with inbox, delayed retries and parking."""

from functools import partial

import eventlet
from kombu import Queue
from nameko.exceptions import ContainerBeingKilled
from nameko.messaging import Consumer

from servicekit import metrics
from servicekit.consumer import EventQueueConsumer, raw_body
from servicekit.events.handling import Verdict, handle
from servicekit.logs import log, log_crash
from servicekit.publisher import NotPublished
from servicekit.topology import DURABLE_QUEUE, listener_queue, parked_queue, retry_exchange

PAUSE_SECONDS = 1.0


class Hears(Consumer):
    """The entrypoint behind `@hears`. A message leaves its queue only when its effect is committed, or
    when the broker has confirmed it in a delay queue or among the parked."""

    queue_consumer = EventQueueConsumer()

    def __init__(self, event, **kwargs):
        self.event = event
        super().__init__(queue=None, **kwargs)

    def setup(self) -> None:
        """Name the queue, then register for it."""
        name = listener_queue(self.container.service_name, self.event)
        self.queue = Queue(name, durable=True, queue_arguments=DURABLE_QUEUE)
        super().setup()

    def handle_message(self, body, message) -> None:
        """Run the handler in a worker of the pool."""
        delivery = (dict(message.headers or {}), raw_body(message))
        try:
            self.container.spawn_worker(
                self, delivery, {}, context_data={}, handle_result=partial(self._done, message)
            )
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def _done(self, message, worker_ctx, verdict: Verdict | None, exc_info):
        if exc_info:  # `handle` never raises, so this is a fault of the kit: keep the message all the same
            log_crash("event.kit_fault", exc_info[1], event=self.event.key)
        try:
            self._carry_out(message, verdict or Verdict("again", "kit_fault"))
        except NotPublished as failure:
            log("event.requeued", event=self.event.key, cause=failure.cause)
            eventlet.sleep(PAUSE_SECONDS)
            self.queue_consumer.requeue_message(message)
        else:
            self.queue_consumer.ack_message(message)
        return verdict, exc_info

    def _carry_out(self, message, verdict: Verdict) -> None:
        kit = self.container.service_cls.kit_of(self.container)
        if verdict.action in ("again", "wait"):
            delays = kit.settings.retry_delays
            delay = delays[min(max(verdict.attempts, 1), len(delays)) - 1]
            self._send_on(kit, message, retry_exchange(delay), self.queue.name, {})
        elif verdict.action == "park":
            metrics.PARKED.labels(self.event.key).inc()
            cause = {"x-parked-cause": verdict.cause, "x-parked-queue": self.queue.name}
            self._send_on(kit, message, "", parked_queue(kit.settings.service), cause)

    @staticmethod
    def _send_on(kit, message, exchange: str, routing_key: str, more: dict) -> None:
        kept = {key: value for key, value in (message.headers or {}).items() if not key.startswith("x-death")}
        kept = {key: value for key, value in kept.items() if not key.startswith("x-first-death")}
        kit.publisher.publish(exchange, routing_key, raw_body(message), {**kept, **more})


def entry(event, method):
    """Wrap a marked method so that nameko's worker runs `handle` around it."""

    def run(service, headers: dict, body: bytes) -> Verdict:
        kit = service.kit
        return handle(kit, event, kit.settings.service, partial(method, service), headers, body)

    run.__name__ = f"{method.__name__}__{event.name}_v{event.version}"
    return Hears.decorator(event)(run)
