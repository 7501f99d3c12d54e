"""`manage.py read_calendar_answer < message`: for mail servers that hand what comes to an address to a program."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from sessions.answers.letters import LARGEST
from sessions.answers.receiving import receive

#: sysexits.h: the mail server keeps the message and tries again. Anything else it would send back to whoever the
#: message says that it is from.
TRY_AGAIN = 75


class Command(BaseCommand):
    help = "Reads one mail from the standard input, and takes in what a calendar answers in it."

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        while sys.stdin.buffer.read(LARGEST):  # whoever writes is not cut off
            pass
        try:
            receive(raw)
        except DatabaseError:
            sys.exit(TRY_AGAIN)
