"""Telling a worker that something is due now. A courtesy: what is not hinted is found within a minute."""

import contextvars
import logging
import threading
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from frame.ports import task_named

log = logging.getLogger(__name__)

LONGEST_S = 1.0
IMPATIENT = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "socket_connect_timeout": LONGEST_S}
#: A hint that is late helps nobody, and nobody waits for what comes of it.
ASKED_ONCE: dict[str, Any] = {"retry": False, "ignore_result": True, "expires": 60}

_under_way = threading.Lock()


def wake_after_commit() -> None:
    """Hint once the current transaction is committed, once however often this is called in it."""
    registered = {entry[1] for entry in connection.run_on_commit}
    if wake_for_delivery not in registered:
        transaction.on_commit(wake_for_delivery, robust=True)


def wake_for_delivery() -> None:
    """Ask a worker to deliver, for one second at most; a broker that does not answer is only logged."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        return
    if not _under_way.acquire(blocking=False):
        log.warning("delivery_hint_skipped")
        return
    context = contextvars.copy_context()
    asking = threading.Thread(target=context.run, args=(ask_worker,), daemon=True)
    asking.start()
    asking.join(LONGEST_S)
    if asking.is_alive():
        log.warning("delivery_hint_late")


def ask_worker() -> None:
    wanted = [task_named(name) for name in ("notifications.deliver_in_app", "notifications.deliver_mail")]
    try:
        with wanted[0].app.connection_for_write(transport_options=IMPATIENT) as broker:
            for task in wanted:
                task.apply_async(**ASKED_ONCE | {"connection": broker})
    except Exception as error:
        log.warning("delivery_hint_failed", extra={"error": type(error).__name__})
    finally:
        _under_way.release()
