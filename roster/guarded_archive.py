"""The archive of a workbook that refuses XML whose elements would fill the memory of whoever reads it as a tree.

openpyxl keeps all children of a row until the row ends, and whole parts such as the styles. A few hundred kilobytes can
hold millions of empty elements, within any honest ratio of packing. So each piece of a part goes through a parser that
keeps nothing, one step ahead of openpyxl.
"""

import zipfile
from types import TracebackType
from typing import IO, Any, Self
from xml.parsers import expat

from django.utils.translation import gettext as _

from roster.limits import MAX_CELLS_IN_ROW, MAX_ELEMENTS, MAX_ELEMENTS_IN_ROW, MAX_PIECE, MAX_TREE, RosterUnreadable

CHUNK = 64 * 1024
#: What openpyxl lets go of at its end.
LET_GO = ("row", "si")


class GuardedArchive(zipfile.ZipFile):
    """Every part that is read from it is counted on the way."""

    def open(self, name: Any, mode: Any = "r", *args: Any, **kwargs: Any) -> Any:
        stream = super().open(name, mode, *args, **kwargs)
        path = name.filename if isinstance(name, zipfile.ZipInfo) else str(name)
        return _GuardedStream(stream) if path.lower().endswith((".xml", ".rels")) else stream


class _GuardedStream:
    """What zipfile gives to read a part, checked before it is handed on."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.count = stream, _Count()

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size >= 0:
            return self._checked(self.stream.read(size))
        pieces = []
        while piece := self._checked(self.stream.read(CHUNK)):
            pieces.append(piece)
        return b"".join(pieces)

    def _checked(self, piece: bytes) -> bytes:
        self.count.feed(piece)
        return piece

    def close(self) -> None:
        self.stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Count:
    """Counts elements: of all, since the last row, cells of the row. Raises RosterUnreadable at the first too much."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._starts, self._ends
        self.elements = self.kept = self.cells = self.silent = 0
        self.is_in_row = False

    def feed(self, piece: bytes) -> None:
        """Whatever is no XML raises ExpatError, as openpyxl's parser of the same kind would."""
        self.silent += len(piece)
        self.parser.Parse(piece, not piece)
        if self.silent > MAX_PIECE:
            self._refuse(_("A cell of the workbook is far larger than a cell can be."))

    def _starts(self, tag: str, attributes: dict[str, str]) -> None:
        self.silent = 0
        self.elements += 1
        self.kept += 1
        name = tag.rpartition(":")[2]
        if name in LET_GO:
            self.is_in_row, self.kept, self.cells = True, 0, 0
        elif name == "c":
            self.cells += 1
            if self.cells > MAX_CELLS_IN_ROW:
                self._refuse(
                    _("A row of the workbook has more than %(most)s cells.") % {"most": f"{MAX_CELLS_IN_ROW:,}"}
                )
        if self.kept > (MAX_ELEMENTS_IN_ROW if self.is_in_row else MAX_TREE) or self.elements > MAX_ELEMENTS:
            self._refuse(_("The workbook has far more cells than a roster."))

    def _ends(self, tag: str) -> None:
        if tag.rpartition(":")[2] in LET_GO:
            self.is_in_row, self.kept, self.cells = False, 0, 0

    def _refuse(self, why: str) -> None:
        raise RosterUnreadable(" ".join([why, _("Export it as CSV and upload that.")]))
