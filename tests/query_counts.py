"""What a list costs the database, whatever its length."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

#: Rows that a list is measured with: one, a few, and more than a page.
LENGTHS = (1, 3, 30)
MOST = 14
#: What reading all people of a cycle, with all that is known of pairs, takes besides (decision 49).
WHOLE_CYCLE = 9


def assert_cost_stays(client: Client, url: str, add_row: Callable[[], object]) -> None:
    """The list at `url` takes the same number of queries with 1, 3 and 30 rows more, and at most 14."""
    costs, added = [], 0
    for length in LENGTHS:
        while added < length:
            add_row()
            added += 1
        costs.append(cost_of(client, url))
    assert costs == [costs[0]] * len(LENGTHS)
    assert costs[0] <= MOST


def cost_of(client: Client, url: str) -> int:
    """How many queries the page takes for a reader who has opened it before."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return asked_of(queries)


def asked_of(queries: CaptureQueriesContext) -> int:
    """How often something was asked; a savepoint asks for nothing, and is one only because a test is a transaction."""
    return sum("SAVEPOINT" not in query["sql"] for query in queries)
