"""Fixtures for everyone."""

import gc
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings

from frame.vocabulary import PRODUCT
from people.audit import guard
from people.models import User
from people.models.organization import VOCABULARY
from tests.cast import Cast, assemble
from tests.services import (  # noqa: F401 - pytest's hooks: which tests need what, and skipping what cannot run here
    pytest_collection_modifyitems,
    pytest_runtest_setup,
)

# How long a loaded machine takes to think up an example says nothing about the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_use_migrations: bool, django_db_blocker: Any) -> None:
    """The database; one laid without migrations (`--nomigrations`, much sooner) has the audit log's triggers too."""
    if not django_db_use_migrations:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for statement in guard.statements(connection.vendor):
                cursor.execute(statement)


@pytest.fixture
def migrated(db: None, django_db_use_migrations: bool) -> None:
    """A database that knows which migrations were applied; skips where the schema comes from the models."""
    if not django_db_use_migrations:
        pytest.skip("the schema was not laid by migrations; make test does")


@pytest.fixture
def cast(db: None) -> Cast:
    """The named people with one running program and two active pairings."""
    return assemble()


#: Tests move the clock by days; when a sign-in ends is told in people/test_keeping_signed_in.py.
STAY_S = 14 * 24 * 3600


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """Gives a client in which the person is signed in."""

    def signed_in_client(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session.set_expiry(STAY_S)
        session.save()
        return client

    return signed_in_client


@pytest.fixture(autouse=True)
def separate_files(settings, tmp_path):
    """No test touches the cache, mail folder, broker or list of erased people of a running instance."""
    if settings.REDIS_URL:
        settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}}
    else:
        memory = "django.core.cache.backends.locmem.LocMemCache"
        settings.CACHES = {"default": {"BACKEND": memory, "LOCATION": str(tmp_path)}}
    # As after the first page of a minute; who sets others forgets it.
    cache.set(VOCABULARY, PRODUCT, None)
    settings.MAIL_DIR, settings.VAR_DIR = tmp_path / "mail", tmp_path
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture(autouse=True)
def one_clock(monkeypatch):
    """Tests move this process's clock; PostgreSQL's stays, and would say that this machine's is wrong."""
    monkeypatch.setattr("notifications.database_clock.ask_database", timezone.now)


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests() -> Iterator[None]:
    """After a test with real transactions the database is emptied, which the audit log's triggers would not allow. Row
    by row: there are few, and TRUNCATE would lay hundreds of files of PostgreSQL anew, which takes seconds."""
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def empty_with_the_log(self, statements: list[str]) -> None:
        vendor = self.connection.vendor
        empty(self, [*guard.removal(vendor), *statements, *guard.statements(vendor)])

    def delete_rows(self, style: Any, tables: list[str], **options: bool) -> list[str]:
        return [f"DELETE FROM {self.quote_name(table)}" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", empty_with_the_log)
        patch.setattr(operations, "sql_flush", delete_rows)
        yield


def pytest_collection_finish() -> None:
    """What was imported stays to the end, and what tests make is mostly freed without the collector: looking through it
    all every 700 objects took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
