"""Asking for a link tells nobody whether an address is known, and a link opens what its owner may still open."""

import json
import re
import time
from itertools import count

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings as site
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorship.celery import app
from people.approvals.role_grants import password_link
from people.offboarding import let_go, take_back
from people.sign_in.links import send_password_link
from tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "a long way home"
KNOWN, UNKNOWN, LEFT = "noor@example.com", "stranger@example.com", "gone@example.com"
NUMBER = count()


class SlowServer(EmailBackend):
    """A mail server as they are."""

    def send_messages(self, messages):
        time.sleep(0.3)
        return super().send_messages(messages)


class CountingHasher(PBKDF2PasswordHasher):
    iterations, runs = 2, 0

    def encode(self, *args, **kwargs):
        CountingHasher.runs += 1
        return super().encode(*args, **kwargs)


@pytest.fixture
def noor():
    user = make.UserFactory(first_name="Noor", last_name="Aziz", email=KNOWN)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def gone():
    return make.UserFactory(email=LEFT, is_active=False)


@pytest.fixture
def worker(settings):
    """A queue in which jobs wait for a worker; gives the arguments of the next one."""
    settings.CELERY_TASK_ALWAYS_EAGER = False
    app.control.purge()

    def take() -> list[object]:
        with app.connection_for_read() as broker, broker.SimpleQueue(app.conf.task_default_queue) as queue:
            message = queue.get(timeout=5)
            message.ack()
            return json.loads(json.dumps(message.payload))[0]

    yield take
    app.control.purge()


def ask(email: str):
    """In a browser and from an address of its own; what was answered, and how often the database was asked for it."""
    client = Client(REMOTE_ADDR=f"10.0.0.{next(NUMBER) % 250 + 1}")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(reverse("account_reset_password"), {"email": email})
    return (answer.status_code, answer.url, answer.content, len(queries), sorted(answer.cookies))


def test_known_unknown_and_left_are_answered_alike(noor, gone, worker):
    answers = [ask(email) for email in (KNOWN, UNKNOWN, LEFT)]
    assert answers[0] == answers[1] == answers[2]
    assert mail.outbox == []
    assert [worker()[0] for _ in range(3)] == [KNOWN, UNKNOWN, LEFT]


def test_the_time_of_the_answer_does_not_depend_on_the_mail_server(noor, gone, worker, settings):
    """As a stranger with a stop-watch: nine times each, in turn."""
    settings.MAILERS = {"default": {"BACKEND": "tests.people.test_links.SlowServer"}}
    took: dict[str, list[float]] = {KNOWN: [], UNKNOWN: [], LEFT: []}
    for _ in range(9):
        for email, times in took.items():
            begun = time.perf_counter()
            ask(email)
            times.append(time.perf_counter() - begun)
    quickest = {email: min(times) for email, times in took.items()}
    assert max(quickest.values()) - min(quickest.values()) < 0.15


def test_the_queue_holds_no_link(noor, worker):
    ask(KNOWN)
    assert worker() == [KNOWN, ""]


def test_without_a_queue_everybody_reads_the_same_and_nothing_breaks(noor, settings, monkeypatch):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    pages = [Client().post(reverse("account_reset_password"), {"email": email}) for email in (KNOWN, UNKNOWN)]
    assert {(page.status_code, page.url) for page in pages} == {(302, reverse("account_reset_password_done"))}


def test_a_worker_writes_to_the_address_that_is_kept_and_to_nobody_else(noor, gone):
    assert [send_password_link(email=email) for email in ("Noor@Example.com", UNKNOWN, LEFT)] == [1, 0, 0]
    assert [message.to for message in mail.outbox] == [[KNOWN]]


def test_a_mailbox_cannot_be_flooded(noor):
    for _ in range(10):
        ask(KNOWN)
    assert len(mail.outbox) == 3


def test_strangers_who_ask_do_not_keep_the_owner_from_asking(noor):
    """In a browser in which the account was opened before; elsewhere the links sent just now are in the mailbox."""
    own = Client()
    own.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    own.post(reverse("account_logout"))
    for _ in range(10):
        ask(KNOWN)
    mail.outbox.clear()
    own.post(reverse("account_reset_password"), {"email": KNOWN})
    assert len(mail.outbox) == 1


def test_a_password_is_hashed_once_whoever_signs_in(noor, gone, settings):
    """The hash takes the time of the answer: as often for an unknown address, a newcomer and somebody who left."""
    settings.PASSWORD_HASHERS = ["tests.people.test_links.CountingHasher"]
    newcomer = make.UserFactory(email="new@example.com")
    newcomer.set_unusable_password()
    newcomer.save()
    noor.set_password(PASSWORD)
    noor.save()
    gone.set_password(PASSWORD)
    gone.save()
    counts, pages = [], []
    for email in (KNOWN, UNKNOWN, LEFT, newcomer.email):
        CountingHasher.runs = 0
        page = Client().post(reverse("account_login"), {"login": email, "password": "wrong"})
        counts.append(CountingHasher.runs)
        pages.append(page.context["form"].errors)
    assert counts == [1, 1, 1, 1]
    assert pages[0] == pages[1] == pages[2] == pages[3]


def opens(link: str) -> bool:
    page = Client().get(link.partition("localhost:8000")[2], follow=True)
    return "password1" in page.text


def test_links_of_people_who_left_open_nothing(noor):
    before = password_link(noor)
    assert opens(before)
    let_go([noor.pk], at=timezone.now())
    assert not opens(before)
    noor.refresh_from_db()
    assert not opens(password_link(noor))


def test_a_link_from_before_one_left_stays_void_when_one_is_back(noor):
    before = password_link(noor)
    let_go([noor.pk], at=timezone.now())
    take_back([noor.pk])
    noor.refresh_from_db()
    assert not opens(before)
    assert opens(password_link(noor))


def test_a_form_that_was_open_when_one_left_saves_nothing(noor):
    client = Client()
    form_page = client.get(password_link(noor).partition("localhost:8000")[2], follow=True)
    let_go([noor.pk], at=timezone.now())
    client.post(form_page.request["PATH_INFO"], {"password1": "another long way", "password2": "another long way"})
    noor.refresh_from_db()
    assert noor.check_password(PASSWORD)


def test_a_link_works_once(noor):
    link = password_link(noor).partition("localhost:8000")[2]
    client = Client()
    form_page = client.get(link, follow=True)
    client.post(form_page.request["PATH_INFO"], {"password1": "another long way", "password2": "another long way"})
    assert "password1" not in Client().get(link, follow=True).text


def test_who_left_confirms_no_address(noor):
    address = EmailAddress.objects.get()
    EmailAddress.objects.update(verified=False)
    key = EmailConfirmationHMAC(address).key
    let_go([noor.pk], at=timezone.now())
    Client().post(reverse("account_confirm_email", args=[key]))
    assert not EmailAddress.objects.get().verified


def test_an_address_is_confirmed_once(noor):
    EmailAddress.objects.update(verified=False)
    url = reverse("account_confirm_email", args=[EmailConfirmationHMAC(EmailAddress.objects.get()).key])
    assert Client().post(url).status_code == 302
    assert Client().post(url).status_code == 404


def test_the_code_that_sets_up_an_app_does_not_sign_in_as_well(noor, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    client = Client()
    client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    if "password" in page.text and reverse("account_reauthenticate") in page.request["PATH_INFO"]:
        client.post(page.request["PATH_INFO"], {"password": PASSWORD})
        page = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert noor.authenticator_set.filter(type="totp").exists()
    thief = Client()
    thief.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
    thief.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in thief.session


def test_a_code_of_an_app_signs_in_once(noor, time_machine):
    from allauth.mfa.totp.internal.auth import TOTP

    time_machine.move_to(timezone.now(), tick=False)
    secret = generate_totp_secret()
    TOTP.activate(noor, secret)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    entered = []
    for client in (Client(), Client()):
        client.post(reverse("account_login"), {"login": KNOWN, "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": code})
        entered.append("_auth_user_id" in client.session)
    assert entered == [True, False]


def test_the_link_leads_to_this_site_whatever_the_request_said(noor):
    Client(headers={"host": "testserver"}).post(reverse("account_reset_password"), {"email": KNOWN})
    assert re.findall(r"https?://[^/\s]+", mail.outbox[0].body) == [site.BASE_URL]
