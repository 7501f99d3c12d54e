"""The cache in Redis, which no page waits for: while Redis is away each process keeps what is asked for by itself.

What is counted in it (refused sign-ins, say) is then counted by each process alone, and starts from nothing when Redis
is back. Whatever must not be forgotten stands in the database.
"""

import logging
import time
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as LineBroken
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

#: So long at most a page waits to learn that Redis is away, and so long nobody asks it again.
PATIENCE_S = 1.0
PAUSE_S = 10.0
#: Entries that a process keeps by itself, the oldest given up first.
MOST_KEPT = 10_000
FAILURES = (RedisError, OSError)
#: A line that broke while nobody used it is taken up once more; a Redis that does not answer is not waited for twice.
ONCE_MORE = Retry(NoBackoff(), 1, supported_errors=(LineBroken,))

#: Until when this process asks a Redis no more (monotonic seconds), by its address; shared by all threads.
_left_alone_until: dict[str, float] = {}


def is_away(address: str) -> bool:
    """Whether this process has found that Redis at `address` does not answer, and does without it."""
    return time.monotonic() < _left_alone_until.get(address, 0.0)


class SharedCache(RedisCache):
    """Redis while it answers, else the memory of this process."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        patience = {"socket_connect_timeout": PATIENCE_S, "socket_timeout": PATIENCE_S, "retry": ONCE_MORE}
        super().__init__(server, {**params, "OPTIONS": {**patience, **params.get("OPTIONS", {})}})
        self.own = LocMemCache("while Redis is away", {**params, "OPTIONS": {"MAX_ENTRIES": MOST_KEPT}})
        self.address = str(server)

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """What Redis answers, or what this process knows itself."""
        if not is_away(self.address):
            try:
                return getattr(super(), name)(*args, **kwargs)
            except FAILURES as error:
                _left_alone_until[self.address] = time.monotonic() + PAUSE_S
                log.warning("redis_away", extra={"error": type(error).__name__})
        return getattr(self.own, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("add", *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("touch", *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("delete", *args, **kwargs))

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        values: dict[str, Any] = self._ask("get_many", list(keys), version=version)
        return values

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._ask("has_key", *args, **kwargs))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        count: int = self._ask("incr", key, delta, version=version)
        return count

    def set_many(self, *args: Any, **kwargs: Any) -> list[str]:
        refused: list[str] = self._ask("set_many", *args, **kwargs)
        return refused

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        self._ask("delete_many", list(keys), version=version)

    def clear(self) -> None:
        self._ask("clear")
