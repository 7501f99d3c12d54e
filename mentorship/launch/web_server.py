"""How gunicorn serves Turnabout in production.

Environment: HOST (0.0.0.0), PORT (8000), WEB_WORKERS (2 processes), WEB_THREADS (4 in each).
"""

import os

bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104 - a container's only door
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # mentorship.requests writes one line per request, without queries and addresses
loglevel = "warning"
control_socket_disable = True
