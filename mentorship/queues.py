"""The queues between clock, pages and workers, and how many jobs wait in each."""

from pathlib import Path

import redis
from celery import current_app
from django.conf import settings

PATIENCE_S = 1.0


def names() -> list[str]:
    """All that jobs may be put into, in order."""
    conf = current_app.conf
    routes = dict(conf.task_routes or {})
    return sorted({conf.task_default_queue, *(route["queue"] for route in routes.values())})


def depth() -> dict[str, int] | None:
    """Jobs by queue; None where Redis does not answer. Files (without Redis) are counted together, as `files`."""
    if not settings.REDIS_URL:
        folder = Path(settings.VAR_DIR) / "broker" / "queue"
        return {"files": sum(1 for _file in folder.glob("*")) if folder.is_dir() else 0}
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S, retry=None
        ) as broker:
            return {name: int(broker.llen(name)) for name in names()}
    except redis.RedisError:
        return None
