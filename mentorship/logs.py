"""Structured logs: what was done when; never by whom or to what, and never what anyone wrote.

In production every line is one JSON object. E-mail addresses are masked wherever they turn up, and of an
exception only its type and the lines of code it passed are kept: its message may quote a row of the database.
In development lines are for people, with whole tracebacks.
"""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

EMAIL = re.compile(r"[^\s@<>()\[\]\"',;:=]+@[\w-]+(?:\.[\w-]+)*")
MASK = "(address)"
SPEAKING_KEYS = ("error", "reason", "exception")  # what Celery's receivers add to task events: messages of errors


def configure(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Set up structlog and return Django's LOGGING: the same lines for our loggers and everybody else's."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        forget_who_enqueued,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last_steps(as_json)],
        "foreign_pre_chain": shared,
    }
    if as_json:
        logging.captureWarnings(True)
        sys.excepthook = log_uncaught
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": quiet_loggers(),
    }


def log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends a process is a line like any other; whoever sits at a terminal reads it as ever."""
    if issubclass(kind, KeyboardInterrupt) or sys.stderr.isatty():
        sys.__excepthook__(kind, error, trace)
    else:
        logging.getLogger("mentorship").critical("uncaught", exc_info=(kind, error, trace))


def quiet_loggers() -> dict[str, Any]:
    """Django's and Celery's own lines that say what ours already do, but with whole paths or messages."""
    console = {"handlers": [], "propagate": True}
    return {
        "django": {**console, "level": "INFO"},
        "django.request": {**console, "level": "CRITICAL"},
        "django.server": {**console, "level": "WARNING"},
        "django.security.csrf": {**console, "level": "ERROR"},
        "gunicorn.http.wsgi": {**console, "level": "ERROR"},
        "kombu.connection": {**console, "level": "ERROR"},
        "weasyprint": {**console, "level": "ERROR"},
        "weasyprint.progress": {**console, "level": "ERROR"},
        "fontTools": {**console, "level": "ERROR"},
        "celery.app.trace": {**console, "level": "CRITICAL"},
        "celery.worker.strategy": {**console, "level": "WARNING"},
    }


def last_steps(as_json: bool) -> list[Processor]:
    """What turns an event into a line."""
    if as_json:
        keep = [exception_without_message, drop_messages_of_tasks, mask_addresses]
        return [*keep, structlog.processors.JSONRenderer(default=str)]
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]


def exception_without_message(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by the types in the chain of causes and the innermost one's place in the code."""
    error = exception_of(event.pop("exc_info", None))
    if error is not None:
        event["exception_types"] = [type(link).__name__ for link in chain(error)]
        event["exception_at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def exception_of(exc_info: Any) -> BaseException | None:
    """The exception in whatever form a logging call gave it."""
    if isinstance(exc_info, BaseException):
        return exc_info
    if exc_info is True:
        return sys.exc_info()[1]
    return exc_info[1] if isinstance(exc_info, tuple) else None


def chain(error: BaseException | None) -> list[BaseException]:
    """An exception and what caused it, outermost first."""
    links: list[BaseException] = []
    while error is not None and error not in links:
        links.append(error)
        error = error.__cause__ or error.__context__
    return links


def forget_who_enqueued(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """The line of a request that starts a job does not name that job's lines."""
    if event.get("event") == "task_enqueued":
        event.pop("child_task_id", None)
    return event


def drop_messages_of_tasks(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Task events come with the texts of errors; the types stay."""
    if str(event.get("event", "")).startswith("task_"):
        for key in SPEAKING_KEYS:
            error = event.pop(key, None)
            if isinstance(error, BaseException):
                event["exception_types"] = [type(link).__name__ for link in chain(error)]
    return event


def mask_addresses(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """No e-mail address in any value, at whatever depth."""
    return {key: masked(value) for key, value in event.items()}


def masked(value: Any) -> Any:
    if isinstance(value, str):
        return EMAIL.sub(MASK, value)
    if isinstance(value, dict):
        return {masked(key): masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else EMAIL.sub(MASK, str(value))
