"""Reading what a list is handed out as."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

#: Rows that a file is measured with.
FEW, MORE = 3, 30


def lines_of(answer: Any) -> list[Sequence[Any]]:
    """The header and the rows of a CSV or XLSX download."""
    content = b"".join(answer.streaming_content)
    if answer["Content-Type"].startswith("text/csv"):
        return list(csv.reader(content.decode("utf-8-sig").splitlines()))
    sheet = load_workbook(io.BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def assert_file_costs_the_same(client: Client, url: str, add_row: Callable[[], object]) -> None:
    """The file takes the same number of queries with 3 and with 30 rows more, and has the rows."""
    for kind in ("csv", "xlsx"):
        costs, lengths, added = [], [], 0
        for length in (FEW, MORE):
            for _ in range(length - added):
                add_row()
            added = length
            lines_of(client.get(url, {"download": kind}))
            with CaptureQueriesContext(connection) as queries:
                lengths.append(len(lines_of(client.get(url, {"download": kind}))))
            costs.append(len(queries))
        assert costs[0] == costs[1] <= 14, costs
        assert lengths[1] - lengths[0] == MORE - FEW
