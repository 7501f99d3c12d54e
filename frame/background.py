"""Work for the worker, named and not imported: services ask for tasks, and tasks call services."""

from typing import Any

from celery import Task, current_app


def task_named(name: str) -> "Task[Any, Any]":
    """The task that some app has registered under this name. Raises KeyError where there is none."""
    if name not in current_app.tasks:
        current_app.loader.import_default_modules()
    return current_app.tasks[name]
