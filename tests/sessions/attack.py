"""What somebody finds who holds the database: every table in every order in which it lies, and a dump of it all."""

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
#: What a row tells about when it was written: its place, the transaction that wrote it, the last that locked it.
PHYSICAL = {
    "sqlite": ("rowid",),
    "postgresql": ("ctid", "xmin::text::bigint", "xmax::text::bigint", "cmin::text::bigint"),
}


def dump() -> str:
    """The whole database as text, as its own tool writes it."""
    if connection.vendor == "sqlite":
        return "\n".join(connection.connection.iterdump())
    settings = connection.settings_dict
    address = {"--host": settings["HOST"], "--port": settings["PORT"], "--username": settings["USER"]}
    options = [part for name, value in address.items() if value for part in (name, str(value))]
    command = ["pg_dump", "--no-password", *options, "--dbname", settings["NAME"]]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def file_bytes() -> bytes:
    """The pages of an SQLite database as they lie in its file, the free ones too."""
    import sqlite3
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        copy = sqlite3.connect(Path(folder) / "copy.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        return (Path(folder) / "copy.sqlite3").read_bytes()


def rows_as_they_lie() -> Iterator[tuple[str, list[str]]]:
    """The rows of every table as text, in each physical order: ("table by ctid", rows)."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            for column in PHYSICAL[connection.vendor]:
                cursor.execute(f"SELECT * FROM {quote(table)} ORDER BY {column}")
                yield f"{table} by {column}", [str(row) for row in cursor.fetchall()]


def orders_of_people(names: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """In which orders people occur, table by table; `names` says whose each identifier is."""
    tables = [*rows_as_they_lie(), *dumped_tables()]
    for table, rows in tables:
        people = [names[hit] for row in rows for hit in map(plain, UUID.findall(row)) if hit in names]
        if order := list(dict.fromkeys(people)):
            yield table, order


def dumped_tables() -> Iterator[tuple[str, list[str]]]:
    """The rows of a dump by table."""
    tables: dict[str, list[str]] = {}
    table = ""
    for line in dump().splitlines():
        if started := re.match(r"(?:INSERT INTO|COPY) \"?([\w.]+)", line):
            table = started[1]
        tables.setdefault(table, []).append(line)
    for name, rows in tables.items():
        yield f"{name} in the dump", rows


def plain(identifier: str) -> str:
    return identifier.replace("-", "")


def hits(order: Sequence[str], other_order: Sequence[str]) -> int:
    """How many are at the same place in both orders, read forwards or backwards."""
    return max(sum(a == b for a, b in zip(order, way, strict=False)) for way in (other_order, other_order[::-1]))


def likeness(order: Sequence[str], other_order: Sequence[str]) -> float:
    """Spearman's rank correlation of the people in both, without its sign: 0 by chance, 1 for the same order."""
    shared = [person for person in order if person in set(other_order)]
    count = len(shared)
    rank = {person: at for at, person in enumerate(person for person in other_order if person in set(shared))}
    squares = sum((at - rank[person]) ** 2 for at, person in enumerate(shared))
    return abs(1 - 6 * squares / (count * (count * count - 1))) if count > 1 else 0


def bytes_in(text: str) -> Iterable[bytes]:
    """Every stretch of bytes that a dump holds as hexadecimal digits, and every word of it."""
    for digits in set(re.findall(r"(?:\\\\x|X')([0-9A-Fa-f]{8,})", text)):
        yield bytes.fromhex(digits)
    for word in set(re.findall(r"[^\s'\",;()]+", text)):
        yield word.encode()
