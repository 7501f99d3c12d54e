"""Reports of our own errors to whatever takes Sentry's (Sentry itself, GlitchTip, Bugsink), where SENTRY_DSN names it.

A report says what broke and where in the code, and nothing about anybody: no message of an exception, since it may
quote a row of the database, no local variable, request, address, query, user, host or breadcrumb. What is sent is
listed here; whatever else the library gathers is left out.
"""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Event = dict[str, Any]
KEPT = ("event_id", "timestamp", "level", "platform", "environment", "release", "logger", "sdk")
OF_A_FRAME = ("filename", "function", "module", "lineno", "in_app", "context_line")
#: The names of our own log events; anything longer may have been put together with what people wrote.
EVENT_NAME = re.compile(r"[a-z_]{1,60}")


def start(dsn: str, *, environment: str) -> None:
    """Send reports from this process on; nothing happens without a DSN. Raises ImproperlyConfigured."""
    if not dsn:
        return
    try:
        import sentry_sdk
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, and sentry-sdk is not installed. Install requirements/errors.txt, or leave it out."
        ) from None
    try:
        sentry_sdk.init(
            dsn=dsn,
            environment=environment,
            before_send=scrubbed,  # type: ignore[arg-type]  # plain dicts, as the library's own are
            before_send_transaction=lambda event, hint: None,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
            server_name="",
            traces_sample_rate=None,
        )
    except ValueError:  # of which the library's own is one
        raise ImproperlyConfigured(
            "SENTRY_DSN is no address for reports of errors. Copy it from there (https://key@host/number), or leave it "
            "out."
        ) from None


def scrubbed(event: Event, hint: dict[str, Any]) -> Event:
    """Of what the library has gathered, what tells of nobody."""
    kept = {key: event[key] for key in KEPT if key in event}
    errors = event.get("exception", {}).get("values", [])
    if errors:
        kept["exception"] = {"values": [_scrubbed_error(error) for error in errors]}
    name = event.get("logentry", {}).get("message", "")
    if EVENT_NAME.fullmatch(name):
        kept["logentry"] = {"message": name}
    return kept


def _scrubbed_error(error: Event) -> Event:
    """Its type, and where in the code: without its words."""
    frames = (error.get("stacktrace") or {}).get("frames", [])
    kept = [{key: frame[key] for key in OF_A_FRAME if key in frame} for frame in frames]
    return {"type": error.get("type"), "module": error.get("module"), "value": "", "stacktrace": {"frames": kept}}
