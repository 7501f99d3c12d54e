"""`manage.py migrate`: Django's, one process at a time, and never on a database it would only spoil."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from mentorship.migrating import REFUSAL, alone, what_is_strange


class Command(migrate.Command):
    help = f"{migrate.Command.help} Waits while another process does so; refuses a database of another layout."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        connection.prepare_database()
        with alone(connection, self.say):
            if difference := what_is_strange(connection):
                raise CommandError(REFUSAL.format(what=difference))
            super().handle(*args, **options)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
