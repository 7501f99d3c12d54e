"""What the signs say while it storms: the page, the command and the metrics, every few seconds."""

import io
import threading
import time
from dataclasses import dataclass

from django.core.management import CommandError, call_command
from django.db import DatabaseError, close_old_connections, connection
from django.test import Client
from django.utils import timezone

from mentorship.metrics import look
from people.models import User

EVERY_S = 3.0
GREEN, RED = "Everything that sends and remembers is at work.", "Something needs you; it stands first."


@dataclass(frozen=True)
class Seen:
    """At one moment (seconds from the start): whether page and command were green, and what the mail sign said."""

    at: float
    is_page_green: bool
    is_command_green: bool
    is_mail_well: bool
    words: str
    is_owed_well: bool = True


class Watch(threading.Thread):
    """Looks until it is told to stop; what it could not ask (the database was away) is no green."""

    def __init__(self, began: float) -> None:
        super().__init__(daemon=True)
        self.began, self.seen, self.is_over = began, [], threading.Event()
        self.unanswered = 0

    def run(self) -> None:
        while not self.is_over.wait(EVERY_S):
            try:
                self.seen.append(self.look())
            except (DatabaseError, OSError, AssertionError):
                self.unanswered += 1
                connection.close()
        connection.close()

    def look(self) -> Seen:
        close_old_connections()
        client = Client(raise_request_exception=True)
        client.force_login(User.objects.get(email="operator@crowd.example"))
        at = time.monotonic() - self.began
        page = client.get("/status/").content.decode()
        metrics = client.get("/metrics", headers={"authorization": "Bearer drill"}).content.decode()
        assert page.count(GREEN) + page.count(RED) == 1
        _figures, signs = look(timezone.now())
        words = next(sign.finding for sign in signs if sign.code == "mail")
        is_owed_well = next(sign.is_well for sign in signs if sign.code == "owed")
        is_mail_well = 'turnabout_well{sign="mail"} 1.0' in metrics
        return Seen(at, GREEN in page, command_is_green(), is_mail_well, words, is_owed_well)

    def stop(self) -> None:
        self.is_over.set()
        self.join(30)


def command_is_green() -> bool:
    try:
        call_command("check_outbox", stdout=io.StringIO())
    except CommandError:
        return False
    return True
