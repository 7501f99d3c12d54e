"""Redis stops in the middle of use: whoever signs in, reads a page or is owed a message notices nothing."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from frame import waking
from mentorship import shared_cache
from mentorship.celery import app
from notifications import services
from notifications.models import Delivery
from people.sign_in import links
from tests import factories as make
from tests.mail import deliver_all, plan_all
from tests.mentorship.real_redis import PROGRAM, own_redis

PASSWORD = "a long enough one"
pytestmark = [pytest.mark.skipif(not PROGRAM, reason="no redis-server on the PATH"), pytest.mark.slow]


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """Nobody has found any Redis away yet."""
    monkeypatch.setattr(shared_cache, "_left_alone_until", {})
    monkeypatch.setattr(waking, "_left_alone_until", [0.0])


@pytest.fixture
def redis(settings, tmp_path, monkeypatch):
    """One of this test's own, as cache and as broker."""
    with own_redis(tmp_path) as server:
        settings.REDIS_URL = server.url
        settings.CACHES = {"default": {"BACKEND": "mentorship.shared_cache.SharedCache", "LOCATION": server.url}}
        settings.CELERY_TASK_ALWAYS_EAGER = False
        monkeypatch.setattr(app, "connection_for_write", lambda **options: app._connection(server.url, **options))
        yield server


@pytest.fixture
def kavya(db):
    person = make.UserFactory(first_name="Kavya", email="kavya@elsewhere.example")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(password: str = PASSWORD, client: Client | None = None):
    client = client or Client()
    return client.post(
        reverse("account_login"), {"login": "kavya@elsewhere.example", "password": password}, follow=True
    )


def went_away(redis, how: str) -> None:
    redis.kill() if how == "stopped" else redis.freeze()


@pytest.mark.parametrize("how", ["stopped", "frozen"])
def test_who_is_signed_in_goes_on_and_others_sign_in(redis, kavya, how):
    before = Client()
    assert "Kavya" in sign_in(client=before).content.decode()
    went_away(redis, how)
    began = time.monotonic()
    assert "Kavya" in before.get("/").content.decode()
    assert "Kavya" in sign_in().content.decode()
    assert time.monotonic() - began < 10


def test_it_is_asked_again_when_it_is_back(redis, monkeypatch):
    monkeypatch.setattr(shared_cache, "PAUSE_S", 0.2)
    cache.set("word", "kept in Redis")
    redis.kill()
    cache.set("word", "kept by this process")
    assert cache.get("word") == "kept by this process"
    redis.start()
    time.sleep(0.3)
    assert cache.get("word") is None  # it came back empty
    cache.set("word", "kept in Redis")
    assert cache.get("word") == "kept in Redis"


def test_wrong_passwords_are_still_counted(redis, kavya):
    redis.kill()
    pages = [sign_in("wrong").content.decode() for _ in range(7)]
    assert "not correct" in pages[0]
    assert "Too many" in pages[-1]


def test_each_method_of_the_cache_answers_alone(redis):
    redis.kill()
    assert cache.add("one", 1) is True
    assert cache.add("one", 2) is False
    assert (cache.incr("one"), cache.has_key("one"), cache.touch("one", 5)) == (2, True, True)
    assert (cache.set_many({"two": 2}), cache.get_many(["one", "two"])) == ([], {"one": 2, "two": 2})
    assert cache.delete("one") is True
    cache.delete_many(["two"])
    assert (cache.get_or_set("three", lambda: 3), cache.get("two")) == (3, None)
    cache.clear()
    assert cache.get("three") is None


@pytest.mark.django_db(transaction=True)
def test_the_link_for_a_password_is_sent_by_the_process_itself(redis, kavya, monkeypatch):
    redis.kill()
    monkeypatch.setattr(links, "AFTERWARDS_S", 0.0)
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    Client().post(reverse("account_reset_password"), {"email": "kavya@elsewhere.example"})
    until = time.monotonic() + 10
    while not mail.outbox and time.monotonic() < until:
        time.sleep(0.05)
    assert re.search(r"/account/password/reset/key/\S+", mail.outbox[0].body)


@pytest.mark.django_db(transaction=True)
def test_what_is_owed_is_planned_and_sent(redis, kavya, cast):
    redis.kill()
    began = time.monotonic()
    services.owe(kind="invitation", recipients=[kavya.pk], subject_id=cast.cycle.pk)
    assert time.monotonic() - began < 3
    plan_all()
    deliver_all()
    states = Delivery.objects.filter(recipient=kavya).values_list("state", flat=True)
    assert sorted(states) == ["cancelled", "cancelled"]  # she is in no cycle: looked at, and found not to be due


def test_ready_all_the_same(redis, db):
    redis.kill()
    assert Client().get("/readyz").content == b"ready\n"
