"""What a roster file may be at most, and the one error that says it may not be read."""

from frame.errors import Refused

MAX_BYTES = 60 * 1024 * 1024
MAX_ROWS = 300_000
MAX_COLUMNS = 200
MAX_UNZIPPED = 800 * 1024 * 1024
MAX_SHARED_STRINGS = 150 * 1024 * 1024
MAX_RATIO = 200
"""How much a part of a workbook may grow when unzipped; honest sheets stay below 60."""


class RosterUnreadable(Refused):
    """The file cannot be read as a roster; the message says why and what to do."""
