"""Delivering 10,000 messages to a mail server on this machine."""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.mail import EmailMultiAlternatives, mailers
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from mentorship.demo.crowd import fill
from notifications.models import Delivery
from notifications.sending import deliver_due
from notifications.services import prepare_deliveries
from pairings.models import Pairing
from tests.benchmarks import _crowd
from tests.benchmarks.result import Result

MESSAGES = 10_000
PAIRINGS = 2_500
GOAL = 1.5


@contextmanager
def mail_server() -> Iterator[int]:
    """Gives the port; stops the server in the end."""
    command = [sys.executable, "-m", "tests.benchmarks._mail_server"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=30)


def owed() -> list[Delivery]:
    """Mails that both of every pair are owed: the program has changed their pairing, once and once again."""
    pairings = Pairing.objects.with_people()
    return [
        row
        for pairing in pairings
        for occasion in ("first", "second")
        for row in prepare_deliveries(
            kind="pairing_changed",
            recipients=[pairing.junior.user_id, pairing.senior.user_id],
            subject_id=pairing.pk,
            occasion=occasion,
            scope=pairing.cycle.program_id,
            extra={"what": "changed"},
        )
        if row.channel == "email"
    ]


def delivered(rows: list[Delivery]) -> float:
    """Seconds until all have left, from the rows in the database."""
    Delivery.objects.all().delete()
    Delivery.objects.bulk_create(rows, batch_size=2000)
    start = time.perf_counter()
    done = deliver_due(for_at_most=dt.timedelta(minutes=30))
    took = time.perf_counter() - start
    assert done["sent"] == len(rows), done
    return took


def sent_plainly(rows: list[Delivery]) -> float:
    """Seconds to send the same words by Django's own classes over one connection, one UPDATE committed each."""
    messages = list(Delivery.objects.select_related("recipient").order_by("pk"))
    start = time.perf_counter()
    connection = mailers["plain"]
    connection.open()
    for row in messages:
        mail = EmailMultiAlternatives(row.title, row.body_text or row.title, to=[row.recipient.email])
        mail.attach_alternative(row.body_html or f"<p>{row.title}</p>", "text/html")
        connection.send_messages([mail])
        Delivery.objects.filter(pk=row.pk).update(state="sent", sent_at=timezone.now())
    connection.close()
    return time.perf_counter() - start


def run() -> Result:
    call_command("migrate", verbosity=0)
    _crowd.clear()
    fill(people=4 * PAIRINGS, pairings=PAIRINGS, meetings=0, seed=1)
    rows = owed()
    assert len(rows) == MESSAGES, len(rows)
    with mail_server() as port:
        options = {"host": "127.0.0.1", "port": port}
        backends = {
            "default": {"BACKEND": "notifications.backends.Smtp", "OPTIONS": options},
            "plain": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options},
        }
        with override_settings(MAILERS=backends):
            took, plainly = delivered(rows), sent_plainly(rows)
    return Result(
        name="delivery",
        value_s=took,
        baseline_s=plainly,
        goal=GOAL,
        what=f"{MESSAGES:,} messages to a mail server on this machine, against Django's own mail classes over one "
        f"connection with one committed UPDATE each, on {_crowd.database_name()}",
    )
