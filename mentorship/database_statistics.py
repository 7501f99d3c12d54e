"""What SQLite knows of how its rows are spread, taken anew some times a day. PostgreSQL does so by itself.

Without it SQLite takes any index that fits: for the number on somebody's bell, at a million messages, one of all that
were ever sent (7 s), where theirs are to be had in less than a millisecond.
"""

from celery import shared_task
from django.db import connection

#: So many entries of each index are looked at. At a million messages it takes 50 ms.
LOOKED_AT = 1_000


@shared_task(name="mentorship.take_statistics")
def take_statistics() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute("ANALYZE")
