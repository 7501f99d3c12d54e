"""Take a lost second factor away, where no second HR admin can."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import User
from people.sign_in.second_factor import reset_second_factor


class Command(BaseCommand):
    help = (
        "Removes all second factors of the person with this e-mail address, signs them out everywhere and tells them. "
        "Make sure first that it is they who ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email__iexact=email.strip()).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}.")
        reset_second_factor(person=person, by=None)
        self.stdout.write(f"{person} has no second factor any more and was told at {person.email}.")
