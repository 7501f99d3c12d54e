"""Probes: for whoever knows a container's address and nothing else."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from mentorship import health


@pytest.fixture
def unseen(monkeypatch):
    monkeypatch.setattr(health, "seen_current", set())


def test_a_process_that_answers_is_healthy_without_a_database():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_probes_need_neither_host_name_nor_tls(settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["turnabout.example"], True
    settings.SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # as in production
    assert Client(SERVER_NAME="10.1.2.3").get("/healthz").status_code == 200


def test_their_answers_are_as_guarded_as_all_others(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_REDIRECT_EXEMPT = 60, [r"^healthz$"]
    headers = Client().get("/healthz", secure=True).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age=60" in headers["Strict-Transport-Security"]


def test_other_pages_do(settings):
    settings.ALLOWED_HOSTS = ["turnabout.example"]
    assert Client(SERVER_NAME="10.1.2.3").get("/status/").status_code == 400


def test_ready_when_the_schema_is_current(migrated, unseen):
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_not_ready_while_a_migration_is_missing(migrated, unseen):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'people'")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations pending\n")


def test_not_ready_while_the_database_is_away(monkeypatch):
    def refuse(*args):
        raise OperationalError("password authentication failed for user jane")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database unreachable\n")


@pytest.mark.django_db
def test_ready_without_redis(settings):
    """Nothing listens on port 1; pages do without it."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "mentorship.shared_cache.SharedCache", "LOCATION": settings.REDIS_URL}}
    assert Client().get("/readyz").content == b"ready\n"


@pytest.mark.django_db
def test_probing_leaves_nothing_in_a_cache_of_files(settings, tmp_path):
    settings.REDIS_URL = ""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    }
    assert Client().get("/readyz").status_code == 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_the_log_says_why_and_the_answer_does_not(monkeypatch, caplog):
    def refuse(*args):
        raise OperationalError("password authentication failed for user jane")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    answer = Client().get("/readyz?format=json", headers={"accept": "application/json"})
    assert (answer.content, "Not ready: Database" in caplog.text) == (b"database unreachable\n", True)


@pytest.fixture
def uncollected(settings, tmp_path):
    """Production before `collectstatic` was run."""
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    settings.DEBUG = False


@pytest.mark.django_db
def test_not_ready_while_pages_have_no_styles(uncollected):
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"static files not collected\n")


def test_a_wrong_host_is_refused_all_the_same(uncollected, settings):
    settings.ALLOWED_HOSTS = ["turnabout.example"]
    answer = Client(SERVER_NAME="10.1.2.3", raise_request_exception=False).get("/account/login/")
    assert (answer.status_code, answer.content) == (400, b"400 Bad Request\n")


@pytest.mark.django_db
def test_without_styles_a_page_fails_in_one_line_and_the_log_says_why(uncollected, caplog):
    answer = Client(raise_request_exception=False).get("/account/login/")
    assert (answer.status_code, answer.content) == (500, b"500 Internal Server Error\n")
    assert "were the static files collected?" in caplog.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_only_read(path):
    assert Client().post(path).status_code == 405
