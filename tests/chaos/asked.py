"""A call that was begun and may still hang: watched from outside."""

import threading
import time
from collections.abc import Callable
from typing import Any

from support.polling import until


class Asked:
    """Runs `call` in a thread of its own; at its end `answer` or `error`, and `seconds`, are set."""

    def __init__(self, call: Callable[[], Any]):
        self.answer: Any = None
        self.error: BaseException | None = None
        self.seconds = 0.0
        self._call, self._began = call, time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def done(self) -> bool:
        """Whether it has ended, with an answer or an error."""
        return not self._thread.is_alive()

    def wait(self, seconds: float) -> "Asked":
        """Wait for its end. Raises AssertionError when it still hangs after `seconds`."""
        until(self.done, seconds, "an answer or an error")
        return self

    def hangs(self, seconds: float) -> bool:
        """Whether it has neither answer nor error after `seconds` more."""
        self._thread.join(seconds)
        return not self.done()

    def result(self, seconds: float) -> Any:
        """Its answer. Raises its error, or AssertionError when it hangs."""
        self.wait(seconds)
        if self.error is not None:
            raise self.error
        return self.answer

    def _run(self) -> None:
        try:
            self.answer = self._call()
        except BaseException as error:  # noqa: BLE001 - kept for the test, which looks at it
            self.error = error
        finally:
            self.seconds = time.monotonic() - self._began
