"""End the sign-ins of one person, or of everybody, at once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from people.audit import recording
from people.models import User
from people.offboarding import end_sessions


class Command(BaseCommand):
    help = "Signs the person with this e-mail address out everywhere, or everybody. They may sign in again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument("--everyone", action="store_true")

    @transaction.atomic
    def handle(self, *args: Any, email: str, everyone: bool, **options: Any) -> None:
        if bool(email) == everyone:
            raise CommandError("Name one e-mail address, or --everyone.")
        people = User.objects.all() if everyone else User.objects.filter(email__iexact=email.strip())
        if not people:
            raise CommandError(f"Nobody has the address {email}.")
        end_sessions(people.values_list("pk", flat=True))
        person = None if everyone else people[0]
        recording.record(actor=None, act="sign_in.ended_by_server", about=person, person=person)
        self.stdout.write(f"{person or 'Everybody'} is signed out everywhere.")
