"""Work in the background: ids in, one service call."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from people.auditing import retention
from people.forms import once
from people.roster import services


@shared_task
def check_roster_import(roster_id: str) -> None:
    services.check_import(UUID(roster_id))


@shared_task
def apply_roster_import(roster_id: str) -> None:
    services.write_import(UUID(roster_id))


@shared_task(name="people.forget_roster_files")
def forget_roster_files() -> None:
    services.forget_files(now=timezone.now())


@shared_task(name="people.keep_to_audit_retention")
def keep_to_audit_retention() -> None:
    retention.keep_to_retention()


@shared_task(name="people.forget_form_tokens")
def forget_form_tokens() -> None:
    once.forget_tokens(timezone.now())
