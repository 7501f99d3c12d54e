"""What a roster file may be at most, and the one error that says it may not be read."""

from django.conf import settings

from frame.errors import Refused

MAX_BYTES = 60 * 1024 * 1024
MAX_COLUMNS = 200
MAX_UNZIPPED = 800 * 1024 * 1024
MAX_SHARED_STRINGS = 150 * 1024 * 1024
MAX_RATIO = 200
"""How much a part of a workbook may grow when unzipped; honest sheets stay below 60."""
MAX_CELLS_IN_ROW = 16_384
"""As many as a sheet has columns."""
MAX_ELEMENTS_IN_ROW = 4 * MAX_CELLS_IN_ROW
MAX_TREE = 200_000
"""Elements of a part of a workbook that are kept together: those of its styles, or between two rows."""
MAX_ELEMENTS = 40_000_000
"""Elements of one part: 300,000 rows of sixty cells with a value."""
MAX_PIECE = 1024 * 1024
"""Bytes without a new element; a cell holds 32,767 characters at most."""


def max_rows() -> int:
    """How many rows a file may have; whoever runs the site sets it."""
    return settings.ROSTER_MAX_ROWS


class RosterUnreadable(Refused):
    """The file cannot be read as a roster; the message says why and what to do."""
