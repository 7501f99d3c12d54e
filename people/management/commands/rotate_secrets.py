"""Seal stored secrets anew after a key was changed."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError

from frame.errors import Refused
from people.sealed_secrets import rotate_secrets


class Command(BaseCommand):
    help = (
        "Seals what is stored sealed (such as the secrets of second factors) under the newest key, so that the "
        "fallback keys can be taken out of the settings. Harmless to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rotated = rotate_secrets()
        except InvalidToken:
            raise CommandError(
                "Something was sealed with a key that is not in the settings, and nothing was changed. Put that key "
                "into SECRET_KEY_FALLBACKS and run the command again."
            ) from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        for name, count in rotated.items():
            self.stdout.write(f"{count} {name} sealed under the newest key.")
