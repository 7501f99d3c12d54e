"""A copy of somebody's data as its owner opens it."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from people.models import DataCopy, User
from people.own_data.copies import ask_for_copy, make_waiting
from people.sealed_secrets import open_file


@dataclass
class Opened:
    """What is in the file: the page, the tables by their names, and what programs read."""

    page: str
    tables: dict[str, list[list[str]]]
    data: dict[str, Any]
    text: str

    def rows(self, label: str) -> list[dict[str, Any]]:
        """What programs read of one model, `people.User`."""
        return next(subject["rows"] for subject in self.data["subjects"] if subject["subject"] == label)


def copy_of(person: User) -> DataCopy:
    """A copy that was asked for just now, and made."""
    copy = ask_for_copy(person=person)
    make_waiting()
    return DataCopy.objects.get(pk=copy.pk)


def opened(copy: DataCopy) -> Opened:
    with zipfile.ZipFile(io.BytesIO(open_file(bytes(copy.content)))) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    tables = {
        name: list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        for name, text in files.items()
        if name.endswith(".csv")
    }
    return Opened(files["index.html"], tables, json.loads(files["data.json"]), "\n".join(files.values()))
