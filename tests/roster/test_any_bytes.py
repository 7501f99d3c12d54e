"""Whatever is uploaded, the answer is rows or RosterUnreadable."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster.changes import Options
from roster.columns import guess
from roster.limits import RosterUnreadable
from roster.parsing import parse
from roster.plan import make_plan
from roster.reading import read_table
from tests.roster.files import HEADER, workbook

BOOK = workbook(["number", "name", "email"], [1, "Ann Lee", "ann@example.com"], [2, "Bo Ek", "bo@example.com"])
STARTS = [
    b"",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    HEADER.encode(),
]


def swallow(content: bytes) -> None:
    try:
        table = read_table(content)
        parsed = parse(table, guess(table.header))
    except RosterUnreadable:
        return
    make_plan(parsed, [], Options())


@given(st.sampled_from(STARTS), st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_rows_or_a_clear_refusal(start, rest):
    swallow(start + rest)


@given(st.text(max_size=400), st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
@settings(max_examples=200, deadline=None)
def test_any_text_under_a_header_gives_rows_or_a_clear_refusal(text, encoding):
    swallow(f"{HEADER}\n{text}".encode(encoding, "ignore"))


@given(st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=30))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_workbook_gives_rows_or_a_clear_refusal(damages):
    content = bytearray(BOOK)
    for place, value in damages:
        content[place] = value
    swallow(bytes(content))
