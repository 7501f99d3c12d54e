"""How gunicorn serves Turnabout in production.

Environment: HOST (0.0.0.0), PORT (8000), WEB_WORKERS (2 processes), WEB_THREADS (4 in each).
"""

import os
import subprocess
import sys

from mentorship import logs

BEFORE_IT = [sys.executable, "-c", "from mentorship.starting import main; main()"]


def number(name: str, default: int, most: int) -> int:
    """A setting of the web server; ends with a line where it is none (gunicorn shows all else as a traceback)."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        sys.exit(f"{name} must be a whole number from 1 to {most}, such as {default}. Mend it or leave it out.")
    return int(value)


def on_starting(server: object) -> None:
    """What keeps the site from starting is one line, not a traceback of each process. Asked in a process of its own:
    the first one must not hold the application, else a reload would not read it anew."""
    asked = subprocess.run(BEFORE_IT, check=False)
    if asked.returncode:
        sys.exit(asked.returncode)


bind = f"{os.environ.get('HOST', '0.0.0.0')}:{number('PORT', 8000, 65_535)}"  # noqa: S104 - a container's only door
workers = number("WEB_WORKERS", 2, 1000)
threads = number("WEB_THREADS", 4, 1000)
worker_class = "gthread"
#: Ticks of a list over several pages stand in its address.
limit_request_line = 8190
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # mentorship.requests writes one line per request, without queries and addresses
loglevel = "warning"
#: Its own lines too are as LOG_JSON says, from the first on.
_is_production = os.environ.get("ENVIRONMENT", "production") == "production"
_as_json = os.environ.get("LOG_JSON", str(_is_production)).strip().lower() in ("1", "true", "yes", "on", "y", "t")
logconfig_dict = logs.configure(as_json=_as_json, level=os.environ.get("LOG_LEVEL", "INFO"))
logconfig_dict["loggers"]["gunicorn.error"] = {"handlers": [], "propagate": True, "level": "WARNING"}
logconfig_dict["loggers"]["gunicorn.access"] = {"handlers": [], "propagate": False}
control_socket_disable = True
