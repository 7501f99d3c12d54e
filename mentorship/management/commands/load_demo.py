"""`manage.py load_demo`: the fictional company, for a first look."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorship.demo.load import load_demo
from people.models import User


class Command(BaseCommand):
    help = "Fill an empty database with the demo company. Refuses when there are people already."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("There are people in this database already, so the demo is not loaded into it.")
        self.stdout.write(f"The demo company has {load_demo()} people.")
