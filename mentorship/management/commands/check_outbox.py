"""`manage.py check_outbox`: every sign of the status page in a line; fails when one of them needs somebody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorship.metrics import look


class Command(BaseCommand):
    help = "Says what the status page says, and exits with 1 when something needs you."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        _figures, signs = look(timezone.now())
        for sign in sorted(signs, key=lambda sign: sign.is_well):
            seen = f" {sign.seen_at:%Y-%m-%d %H:%M:%S} UTC" if sign.seen_at else ""
            remedy = f" {sign.remedy}" if sign.remedy else ""
            self.stdout.write(f"{'well ' if sign.is_well else 'ALARM'}  {sign.name}: {sign.finding}{seen}{remedy}")
        if alarms := [sign.code for sign in signs if not sign.is_well]:
            raise CommandError(f"Needs you: {', '.join(alarms)}")
