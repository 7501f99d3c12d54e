"""Delivering 10,000 mails to a mail server on this machine, against Django's own mail classes with the same words."""

import datetime as dt
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.mail import EmailMultiAlternatives, mailers
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from mentorship.demo.crowd import fill
from notifications import kinds
from notifications.kinds import Channel, Frequency
from notifications.models import ChannelPreference, Delivery, GroupPreference
from notifications.rendering import as_read_by, render, this_site
from notifications.sending import deliver_due
from pairings.models import Pairing
from sessions.models import Meeting
from tests.benchmarks.result import Result

MAILS = int(os.environ.get("MAILS", "10000"))
PAIRINGS = 500
GOAL = 1.5


def run() -> list[Result]:
    now = timezone.now().replace(second=0, microsecond=0)
    prepare(now)
    with mail_server() as port, override_settings(MAILERS=mailer(port)):
        value = delivered()
        ready = list(Delivery.objects.filter(channel=Channel.EMAIL).select_related("recipient"))
        words_in_memory, looked_up = bare(ready), looking_up([delivery.pk for delivery in ready])
    mails = f"{MAILS:,} mails to a local server, checked and written on the way, against Django's own mail classes"
    return [
        Result("delivery", value, looked_up, GOAL,
               f"{mails} over one connection; each mail looked up and written in its turn, one UPDATE committed"),
        Result("delivery: beside words in memory", value, words_in_memory, GOAL,
               f"{mails} over one connection with all words ready in memory, one UPDATE committed for each"),
    ]  # fmt: skip


def prepare(now: dt.datetime) -> None:
    """Reminders of meetings of tomorrow, due now: two people each, by mail alone."""
    call_command("migrate", verbosity=0)
    fill(people=2000, pairings=PAIRINGS, meetings=0, seed=1)
    pairings = list(Pairing.objects.values_list("pk", flat=True))
    first, long_ago = now + dt.timedelta(hours=23), now - dt.timedelta(days=30)
    Meeting.objects.bulk_create(
        Meeting(
            pairing_id=pairings[n % PAIRINGS], starts_at=first + dt.timedelta(minutes=n // PAIRINGS),
            created_at=long_ago,
        )
        for n in range(MAILS // 2)
    )  # fmt: skip
    plan = kinds.get("meeting_reminder").plan
    assert plan is not None
    Delivery.objects.all().delete()
    Delivery.objects.bulk_create([row for row in plan(now) if row.channel == Channel.EMAIL], batch_size=2000)
    assert Delivery.objects.count() == MAILS, Delivery.objects.count()


def delivered() -> float:
    start = time.perf_counter()
    done = deliver_due(for_at_most=dt.timedelta(hours=1))
    took = time.perf_counter() - start
    assert done == {"sent": MAILS}, done
    return took


def bare(deliveries: list[Delivery]) -> float:
    start = time.perf_counter()
    with mailers.default as connection:
        for delivery in deliveries:
            message = EmailMultiAlternatives(delivery.title, delivery.body_text, to=[delivery.recipient.email])
            message.attach_alternative(delivery.body_html, "text/html")
            connection.send_messages([message])
            Delivery.objects.filter(pk=delivery.pk).update(sent_at=timezone.now())
    return time.perf_counter() - start


def looking_up(keys: list[uuid.UUID]) -> float:
    """What an honest engineer would write who, too, decides just before each mail: row, subject and wishes are read
    then, and the words made by the same templates."""
    site, kind, start = this_site(), kinds.get("meeting_reminder"), time.perf_counter()
    with mailers.default as connection:
        for key in keys:
            delivery = Delivery.objects.select_related("recipient").get(pk=key)
            delivery.subject = Meeting.objects.with_people().get(pk=delivery.subject_id)
            if ChannelPreference.objects.filter(user=delivery.recipient, is_wanted=False).exists():
                continue
            if GroupPreference.objects.filter(user=delivery.recipient, frequency=Frequency.OFF).exists():
                continue
            with as_read_by(delivery.recipient):
                words = render(kind, delivery.recipient, kind.context(delivery), site)
            message = EmailMultiAlternatives(words.title, words.text, to=[delivery.recipient.email])
            message.attach_alternative(words.html, "text/html")
            connection.send_messages([message])
            Delivery.objects.filter(pk=key).update(
                state=Delivery.State.SENT, sent_at=timezone.now(), title=words.title, body_text=words.text,
                body_html=words.html,
            )  # fmt: skip
    return time.perf_counter() - start


def mailer(port: int) -> dict[str, object]:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 20}}}


@contextmanager
def mail_server() -> Iterator[int]:
    """A server in a process of its own that throws away what it gets; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = ["-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    server = subprocess.Popen([sys.executable, "-m", "aiosmtpd", *handler])
    try:
        for _try in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()
