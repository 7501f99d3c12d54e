"""Whether this process was asked to end: looked at between two messages.

The flag lies in memory that is shared with the processes forked from this one, since a worker's first process alone
gets the signal.
"""

import mmap
import signal
from collections.abc import Iterator
from contextlib import contextmanager

_flag = mmap.mmap(-1, 1)


def ask(*args: object, **kwargs: object) -> None:
    """End soon. May be called by a signal's handler."""
    _flag[0] = 1


def is_asked() -> bool:
    return bool(_flag[0])


def forget() -> None:
    _flag[0] = 0


@contextmanager
def heeding_signals() -> Iterator[None]:
    """For commands: TERM and INT end what is under way between two messages."""
    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        forget()
