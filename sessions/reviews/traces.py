"""What deleted rows leave in the files of the database. docs/operations.md says what a copy of them still holds."""

from django.db import connection

from notifications.models import Delivery
from sessions.models import CastBallot, RoundKey, RoundMarks, SealedReview


def wipe_traces() -> None:
    """Give back the space in which deleted answers lay; outside any transaction. On SQLite what is deleted is
    overwritten at once (`secure_delete`), and the log of changes is emptied here."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for model in (SealedReview, CastBallot, RoundKey, RoundMarks, Delivery):
            cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
