"""Telling a worker that there is something to do. Nobody waits for it: what is not told, the clock finds."""

import contextvars
import logging
import threading
import time
from typing import Any

from frame.ports import task_named

log = logging.getLogger(__name__)

#: So long at most a page waits for the broker, and so long one that did not answer is not asked again.
LONGEST_S, PAUSE_S = 1.0, 10.0
IMPATIENT = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "socket_connect_timeout": LONGEST_S,
    "socket_timeout": LONGEST_S,
}
#: Until when the broker is left alone, in seconds of the monotonic clock.
_left_alone_until = [0.0]


def hand_to_worker(name: str, *args: Any, expires: int | None = None) -> bool:
    """Put the task `name` into the queue; False, after a second at most, when the broker does not take it.

    `expires`: seconds after which nobody needs it any more. Where jobs are done by who asks for them it is done now.
    """
    task = task_named(name)
    if task.app.conf.task_always_eager:
        task.apply_async(args)
        return True
    if time.monotonic() < _left_alone_until[0]:
        return False
    taken = threading.Event()
    context = contextvars.copy_context()
    asking = threading.Thread(target=context.run, args=(_enqueue, task, args, expires, taken), daemon=True)
    asking.start()
    asking.join(LONGEST_S)
    if not taken.is_set():
        _left_alone_until[0] = time.monotonic() + PAUSE_S
        log.warning("not_handed_to_worker", extra={"task": name})
    return taken.is_set()


def _enqueue(task: Any, args: tuple[Any, ...], expires: int | None, taken: threading.Event) -> None:
    try:
        with task.app.connection_for_write(transport_options=IMPATIENT) as broker:
            task.apply_async(args, connection=broker, retry=False, expires=expires)
        taken.set()
    except Exception as error:
        log.warning("broker_away", extra={"error": type(error).__name__})
