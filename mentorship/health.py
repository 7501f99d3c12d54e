"""Is this process alive, and can it work? Answers for load balancers and containers, in one word each."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from people.access import PersonRequest, anyone, page
from sessions.reviews.keys import secret_problem

GetResponse = Callable[[HttpRequest], HttpResponseBase]


@page(anyone)
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all; touches nothing else."""
    return plain("ok")


@page(anyone)
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, its schema is this version's and pages find their styles; else 503 and what is
    missing."""
    problem = what_is_missing()
    return plain(problem, status=503) if problem else plain("ready")


def plain(word: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{word}\n", content_type="text/plain; charset=utf-8", status=status)


def what_is_missing() -> str:
    """Nothing, or in a few words what keeps the site from working."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not schema_is_current():
            return "migrations pending"
        if secret_problem():
            return "review secret missing"
    except DatabaseError:
        return "database unreachable"
    return "" if styles_are_there() else "static files not collected"


def styles_are_there() -> bool:
    """Whether `collectstatic` has listed the files that every page asks for; without a list none is needed."""
    listed = getattr(staticfiles_storage, "hashed_files", None)
    return listed is None or bool(listed)


def schema_is_current() -> bool:
    """Whether every migration of this version is applied. Once true it stays true for a process: only a newer
    version brings new ones, and comes with new processes."""
    if not getattr(schema_is_current, "was_seen", False):
        executor = MigrationExecutor(connection)
        schema_is_current.was_seen = not executor.migration_plan(executor.loader.graph.leaf_nodes())  # type: ignore[attr-defined]
    return schema_is_current.was_seen  # type: ignore[attr-defined, no-any-return]


class ProbesFirst:
    """Answers the two probes before anything else is asked of a request: whoever probes knows a container's
    address and neither the site's host name nor its TLS."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.probes = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = self.probes.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        request.user = AnonymousUser()
        return probe(request)
