"""Erase again whom a restored backup has brought back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.erasure import again, remembering


class Command(BaseCommand):
    help = (
        "After a backup was restored: erases everybody again who had been erased since it was taken, by the list in "
        "VAR_DIR and the table in the database. Harmless to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--list", type=Path, dest="path", help="a list from another machine, to be added to the one of this machine"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if path := options["path"]:
            try:
                remembering.write_down(remembering.read(path).items())
            except OSError:
                raise CommandError(f"{path} cannot be read.") from None
        erased = again.erase_again()
        self.stdout.write(f"{erased} people erased again." if erased else "Nobody has come back. Nothing was changed.")
