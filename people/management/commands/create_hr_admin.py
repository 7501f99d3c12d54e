"""Appoint the first HR admin."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from frame.errors import Refused
from people.approvals.role_grants import appoint_hr_admin, password_link
from people.models import User


class Command(BaseCommand):
    help = "Makes the person with this e-mail address an HR admin, and the person first if need be. Harmless to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="first and last name, needed for someone new")
        parser.add_argument("--ask-password", action="store_true", help="type a password instead of getting a link")

    def handle(self, *args: Any, email: str, name: str, ask_password: bool, **options: Any) -> None:
        try:
            user, changed = appoint_hr_admin(email=email, name=name)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{user} is {'now' if changed else 'already'} an HR admin.")
        if ask_password:
            self.set_password(user)
        elif not user.has_usable_password():
            self.stdout.write(f"To choose a password, open within three days:\n{password_link(user)}")

    def set_password(self, user: User) -> None:
        """Ask twice, check, save."""
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("The same again: "):
            raise CommandError("The two differ. Nothing was changed about the password; run the command again.")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.set_password(password)
        user.save(update_fields=["password"])
        self.stdout.write("The password is set.")
