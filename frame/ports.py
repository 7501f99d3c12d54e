"""How a lower floor of the house reaches an upper one without importing it: ports, hooks, and tasks by their name."""

from collections.abc import Callable, Iterator
from typing import Any

from celery import Task, current_app

#: Every port and hook of the site, in the order in which their modules were read.
ALL: list["Port[Any] | Hook[Any]"] = []


class NotProvidedError(LookupError):
    """Nobody has provided this port: the app that should is not installed, or its `ready()` forgot to."""


class Port[T]:
    """What the app `needed_by` asks of the app `provided_by`, which stands above it."""

    def __init__(self, contract: type, *, needed_by: str, provided_by: str) -> None:
        self.contract, self.needed_by, self.provided_by = contract, needed_by, provided_by
        self._provided: T | None = None
        ALL.append(self)

    def provide(self, implementation: T) -> None:
        """Called once at start; a second time replaces, as a test may want."""
        self._provided = implementation

    @property
    def is_provided(self) -> bool:
        return self._provided is not None

    def __call__(self) -> T:
        """The implementation. Raises NotProvidedError where there is none."""
        if self._provided is None:
            raise NotProvidedError(f"{self.needed_by} needs {self.contract.__name__} from {self.provided_by}")
        return self._provided


class Hook[T]:
    """A list of like things to which apps add their own; `says` tells a reader of docs/hooks.md what for.

    With `key` each entry has a key of its own, by which `find` gives it.
    """

    def __init__(self, name: str, says: str, *, key: Callable[[T], str] | None = None) -> None:
        self.name, self.says, self.key = name, says, key
        self._entries: list[T] = []
        ALL.append(self)

    def register(self, *entries: T) -> None:
        """Add entries; those that are there already are not added twice. Raises ValueError for another one with a key
        that is taken."""
        for entry in entries:
            if entry in self._entries:
                continue
            if self.key and self.find(self.key(entry)) is not None:
                raise ValueError(f"{self.name}: {self.key(entry)} is declared twice.")
            self._entries.append(entry)

    def find(self, key: str) -> T | None:
        """The entry with this key; None where there is none."""
        return next((entry for entry in self._entries if self.key and self.key(entry) == key), None)

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def task_named(name: str) -> "Task[Any, Any]":
    """The task that some app has registered under this name. Raises KeyError where there is none."""
    if name not in current_app.tasks:
        current_app.loader.import_default_modules()
    return current_app.tasks[name]
