"""Is this process alive, and can it work? Answers for load balancers and containers, in a few words each.

What is looked at are checks of django-health-check and our own beside them. Its view is not used: it tells any stranger
the errors' words and the names of hosts, looks at the database from threads that leave their connections open, and says
500 for what is a 503.
"""

import dataclasses
import inspect
import logging
from collections.abc import Callable

from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from health_check.base import HealthCheck
from health_check.checks import Database
from health_check.exceptions import ServiceUnavailable

from people.access import anyone, page

GetResponse = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)


@page(anyone)
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: the process answers; touches nothing else."""
    return plain("ok")


@page(anyone)
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: 200 when the database answers, the schema is this version's and pages find their
    styles; else 503 and what is missing. Without Redis, or without the reviews' secret, pages work all the same."""
    problem = what_is_missing()
    return plain(problem, status=503) if problem else plain("ready")


def plain(word: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{word}\n", content_type="text/plain; charset=utf-8", status=status)


def what_is_missing() -> str:
    """Nothing, or in a few words what keeps the site from working: the first that fails."""
    return next((words for words, check in checks() if has_failed(check)), "")


def checks() -> list[tuple[str, HealthCheck]]:
    """What must be well, in this order, and the words for when it is not."""
    return [
        ("database unreachable", Database()),
        ("migrations pending", Schema()),
        ("static files not collected", Styles()),
    ]


def has_failed(check: HealthCheck) -> bool:
    """Run a check here, on the connections of this thread; why it failed stands in the log and nowhere else."""
    try:
        (async_to_sync(check.run) if inspect.iscoroutinefunction(check.run) else check.run)()
    except Exception:
        logger.warning("Not ready: %s", type(check).__name__, exc_info=True)
        return True
    return False


@dataclasses.dataclass
class Schema(HealthCheck):
    """Every migration of this version is applied."""

    def run(self) -> None:
        if not schema_is_current():
            raise ServiceUnavailable("Migrations are pending.")


@dataclasses.dataclass
class Styles(HealthCheck):
    """`collectstatic` has listed the files that every page asks for; without a list none is needed."""

    def run(self) -> None:
        listed = getattr(staticfiles_storage, "hashed_files", None)
        if listed is not None and not listed:
            raise ServiceUnavailable("No static files are listed.")


#: Holds something once every migration was seen to be applied.
seen_current: set[bool] = set()


def schema_is_current() -> bool:
    """Whether every migration of this version is applied. Once true it stays true for a process: only a newer
    version brings new ones, and comes with new processes."""
    if not seen_current:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        seen_current.add(True)
    return True


class ProbesFirst:
    """Answers the two probes before a host name is asked for: whoever probes knows a container's address and neither
    the site's host name nor its TLS (SECURE_REDIRECT_EXEMPT). Their answers carry the headers of all others."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.probes = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = self.probes.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        request.user = AnonymousUser()
        return probe(request)
