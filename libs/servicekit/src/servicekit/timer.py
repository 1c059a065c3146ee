"""nameko's entrypoint behind `@every`, and the relay's turn."""

import time
from functools import partial

import eventlet
from eventlet.event import Event
from nameko.extensions import Entrypoint

from servicekit import metrics, trace
from servicekit.jobs import jittered
from servicekit.logs import log_crash


class Round:
    """A loop that runs `turn` every so many seconds or when woken. A wake during a turn is not lost."""

    def __init__(self, seconds: float, turn):
        self._seconds, self._turn = seconds, turn
        self._woken, self._event, self._stopping = False, None, False
        self._thread = None

    @property
    def rests(self) -> bool:
        """Whether it waits for its next turn, and nobody woke it yet."""
        return self._event is not None and not self._woken

    def start(self) -> None:
        """Begin going round."""
        self._thread = eventlet.spawn(self._run)

    def wake(self) -> None:
        """Take the next turn now."""
        self._woken = True
        if self._event is not None and not self._event.ready():
            self._event.send(True)

    def stop(self) -> None:
        """Finish the turn that runs, then no more."""
        self._stopping = True
        self.wake()
        if self._thread is not None:
            self._thread.wait()

    def _run(self) -> None:
        while not self._stopping:
            self._rest()
            if not self._stopping:
                self._woken = False
                if self._turn():
                    eventlet.sleep(0.5)
                    self._woken = True

    def _rest(self) -> None:
        if self._woken:
            return
        self._event = Event()
        with eventlet.Timeout(jittered(self._seconds), False):
            self._event.wait()
        self._event = None


class Crew:
    """Several rounds that share one turn, so that one long run does not keep the others waiting."""

    def __init__(self, seconds: float, turn, at_once: int):
        self._rounds = [Round(seconds, turn) for _ in range(at_once)]

    def start(self) -> None:
        """Begin going round."""
        for one in self._rounds:
            one.start()

    def wake(self) -> None:
        """Take a turn now, in a round that rests; when all are busy, each looks again after its turn."""
        idle = next((one for one in self._rounds if one.rests), None)
        for one in [idle] if idle else self._rounds:
            one.wake()

    def stop(self) -> None:
        """Finish the runs in progress."""
        stopping = [eventlet.spawn(one.stop) for one in self._rounds]
        for one in stopping:
            one.wait()


class Every(Entrypoint):
    """Runs a method of the service in a worker, round after round."""

    def __init__(self, seconds: float, at_once: int, **kwargs):
        self._seconds, self._at_once = seconds, at_once
        self._crew: Crew | None = None
        super().__init__(**kwargs)

    def start(self) -> None:
        """Begin going round."""
        self._crew = Crew(self._seconds, self._turn, self._at_once)
        self.container.service_cls.kit_of(self.container).add_job(self.method_name, self._crew)
        self._crew.start()

    def stop(self) -> None:
        """Finish the runs in progress."""
        if self._crew is not None:
            self._crew.stop()

    def _turn(self) -> bool:
        done = Event()
        self.container.spawn_worker(self, (), {}, handle_result=partial(self._finished, done))
        return bool(done.wait())

    @staticmethod
    def _finished(done, worker_ctx, result, exc_info):
        done.send(result)
        return result, exc_info


def entry(seconds: float, at_once: int, method):
    """Wrap a marked method; it answers True to have its next turn soon."""

    def run(service):
        trace.begin()
        started, outcome = time.monotonic(), "ok"
        try:
            return method(service, service.kit.work())
        except Exception as failure:  # noqa: BLE001 - the door of this job: the next turn comes
            outcome = "crash"
            log_crash("job.failed", failure, procedure=method.__name__)
        finally:
            metrics.REQUESTS.labels(method.__name__, outcome).inc()
            metrics.SECONDS.labels(method.__name__).observe(time.monotonic() - started)

    run.__name__ = method.__name__
    return Every.decorator(seconds, at_once)(run)
