"""Work in the background: ids in, one service call."""

from uuid import UUID

from celery import shared_task

from roster import services


@shared_task(name="roster.check_import")
def check_roster_import(roster_id: str) -> None:
    services.check_import(UUID(roster_id))


@shared_task(name="roster.apply_import")
def apply_roster_import(roster_id: str) -> None:
    services.write_import(UUID(roster_id))
