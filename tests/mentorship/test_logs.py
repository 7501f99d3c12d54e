"""Lines say what was done when, and never by whom, to what, or what anyone wrote."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django_structlog.celery.signals import modify_context_before_task_publish

from mentorship import logs
from mentorship.requests import CONFIDENTIAL, RequestLog
from tests import factories as make


@pytest.fixture
def lines(settings):
    """What production writes; call it to get the lines so far, as dicts."""
    written = io.StringIO()
    configuration = logs.configure(as_json=True)
    configuration["handlers"]["console"]["stream"] = written
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def finished(lines) -> dict:
    return next(line for line in lines() if line["event"] == "request_finished")


def test_a_request_has_an_id_that_the_answer_repeats(lines, db):
    answer = Client().get("/account/login/")
    line = finished(lines)
    assert line["request_id"] == answer.headers["X-Request-ID"] != ""
    assert (line["request"], line["code"]) == ("GET /account/login/", 200)


def test_a_request_says_how_long_it_took_and_not_too_exactly(lines, db, monkeypatch):
    monkeypatch.setattr("mentorship.requests.time.perf_counter", iter([5.0, 5.123, 6.0, 7.0]).__next__)
    Client().get("/offline/")
    assert finished(lines)["duration_ms"] == 120


#: What a line of a request may say at all.
ALLOWED = {"event", "request", "code", "request_id", "logger", "level", "timestamp", "duration_ms", "exception_types",
           "exception_at"}  # fmt: skip


@pytest.mark.parametrize("name", ["kavya", "jack", "sam", "priya", "omar", "igor"])
def test_whoever_it_was_and_whatever_they_opened_no_line_names_them(lines, cast, sign_in, name):
    person, meeting = cast.people[name], make.MeetingFactory(pairing=cast.pairing)
    client = sign_in(person)
    urls = [
        "/", "/status/", cast.pairing.url, reverse("meeting_detail", args=[meeting.pk]), reverse("inbox"),
        reverse("program_detail", args=[cast.program.pk]), reverse("outbox"),
    ]  # fmt: skip
    for url in urls:
        client.get(
            url, headers={"user-agent": "Kavyas-phone/7", "x-request-id": "of-the-proxy", "x-forwarded-for": "10.9.8.7"}
        )
    found = lines()
    assert all(set(line) <= ALLOWED for line in found)
    written = json.dumps(found)
    secrets = [person.pk, person.email, cast.pairing.pk, meeting.pk, cast.program.pk, client.session.session_key]
    for secret in [*map(str, secrets), "phone", "of-the-proxy", "10.9.8.7", "127.0.0.1", "user_id"]:
        assert secret not in written
    assert "GET /pairing/<uuid:pairing_id>/" in written


def test_not_even_at_the_finest_level(lines, cast, sign_in, caplog):
    logging.getLogger().setLevel(logging.DEBUG)
    sign_in(cast.kavya).get("/", headers={"user-agent": "Kavyas-phone/7"})
    assert all(set(line) <= ALLOWED for line in lines() if line["logger"].startswith("django_structlog"))
    assert str(cast.kavya.pk) not in json.dumps([line for line in lines() if "request" in line])


def test_a_job_cannot_be_followed_back_to_the_request_that_started_it(lines):
    context = {"request_id": "7", "user_id": "8"}
    modify_context_before_task_publish.send(sender=None, context=context)
    structlog.get_logger("test").info("task_enqueued", child_task_id="9", child_task_name="deliver")
    (line,) = lines()
    assert (context, "child_task_id" in line, line["child_task_name"]) == ({}, False, "deliver")


def test_confidential_pages_are_neither_named_nor_tied_to_anybody(lines, cast, sign_in):
    """Who asks to end it, and whom of, stands in no line."""
    client = sign_in(cast.kavya)
    for name in ("pairing_leave", "pairing_pause"):
        url = reverse(name, args=[cast.pairing.pk])
        client.get(url)
        client.post(url, {"wish": "leave", "reason": "he shouts"})
    client.get(reverse("review_list"))
    found = [line for line in lines() if line["event"] == "request_finished"]
    assert {line["request"] for line in found} == {"GET (confidential page)", "POST (confidential page)"}
    written = json.dumps(lines())
    for secret in (str(cast.kavya.pk), str(cast.pairing.pk), "leave", "pause", "review"):
        assert secret not in written
    assert all(line["request_id"] for line in found)


def test_a_confidential_page_that_fails_tells_what_failed_and_not_for_whom(lines, cast, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("Kavya wants to leave")

    monkeypatch.setattr("pairings.views.own_pairings.render", fail)
    client = Client(raise_request_exception=False)
    client.force_login(cast.kavya)
    client.get(reverse("pairing_leave", args=[cast.pairing.pk]))
    (line,) = [line for line in lines() if line["event"] == "request_failed"]
    assert (line["request"], line["exception_types"]) == ("GET (confidential page)", ["ValueError"])
    assert str(cast.kavya.pk) not in json.dumps(line)


@pytest.mark.parametrize("name", sorted(CONFIDENTIAL))
def test_what_is_confidential_exists(name):
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert name in names


def test_queries_and_addresses_stay_out(lines, cast, sign_in):
    sign_in(cast.igor).get("/status/?q=kavya+wants+to+leave&next=jane@corp.example")
    written = json.dumps(lines())
    for secret in ("kavya", "leave", "jane", cast.igor.email, "127.0.0.1"):
        assert secret not in written


def test_what_was_typed_at_sign_in_stays_out(lines, cast):
    Client().post("/account/login/", {"login": cast.kavya.email, "password": "open sesame 77"})
    written = json.dumps(lines())
    assert cast.kavya.email not in written
    assert "sesame" not in written


def test_a_token_in_a_path_is_a_placeholder():
    request = HttpRequest()
    request.method, request.path = "GET", "/account/password/reset/key/1a-secrettoken/"
    request.resolver_match = resolve(request.path)
    assert "secrettoken" not in RequestLog.format_request(request)
    assert RequestLog.format_request(request).startswith("GET /account/password/reset/key/")


def test_a_page_that_is_not_there_is_not_spelt_out(lines, db):
    Client().get("/jane.doe@corp.example/")
    assert finished(lines)["request"] == "GET (no such page)"


def test_an_exception_leaves_its_type_and_place_but_not_its_words(lines):
    try:
        raise IntegrityError("Failing row contains (I do not trust Jack)")
    except IntegrityError:
        structlog.get_logger("test").exception("request_failed", code=500)
    (line,) = lines()
    assert line["exception_types"] == ["IntegrityError"]
    assert "test_logs.py" in line["exception_at"][-1]
    assert "trust" not in json.dumps(line)


def test_a_task_that_failed_leaves_the_type_of_the_error(lines):
    structlog.get_logger("test").error("task_failed", error="for jane", exception=ValueError("for jane"), task_id="7")
    (line,) = lines()
    assert (line["exception_types"], line["task_id"]) == (["ValueError"], "7")
    assert "jane" not in json.dumps(line)


@pytest.mark.parametrize("value", ["x jane@corp.example y", ["jane@corp.example"], {"to": ("jane@corp.example",)}])
def test_addresses_are_masked_at_any_depth(lines, value):
    logging.getLogger("elsewhere").warning("told %s", "jane@corp.example", extra={})
    structlog.get_logger("test").info("told", whom=value)
    written = json.dumps(lines())
    assert "jane" not in written
    assert "(address)" in written
