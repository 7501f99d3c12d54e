import pytest

from roster.limits import MAX_BYTES, RosterUnreadable
from roster.reading import peek, read_table
from tests.roster.files import SAMPLE, rows_of

TEXT = "Name;Ort;E-Mail\nJürgen Müller;Köln;jm@example.com\nÉlodie “Lo” Çelik;Besançon;ec@example.com\n"
ROWS = [
    ["Name", "Ort", "E-Mail"],
    ["Jürgen Müller", "Köln", "jm@example.com"],
    ["Élodie “Lo” Çelik", "Besançon", "ec@example.com"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_gives_the_same_rows(encoding):
    assert rows_of(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize("name", ["Jürgen", "Renée", "José Núñez", "Øystein Åse", "Zoë", "Łukasz Wąs"])
def test_one_odd_name_is_enough_to_know_the_encoding(name):
    encoding = "cp1250" if name.startswith("Ł") else "cp1252"
    assert rows_of(f"a,b\n{name},1\n".encode(encoding)) == [["a", "b"], [name, "1"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_recognised(separator):
    text = separator.join("ab") + "\n" + separator.join(["x, y; z", "2"]).replace(separator, separator)
    if separator in ",;":
        text = f'a{separator}b\n"x, y; z"{separator}2'
    assert rows_of(text.encode()) == [["a", "b"], ["x, y; z", "2"]]


def test_excels_own_separator_line_is_not_a_row():
    assert rows_of(b"sep=;\na;b\n1,5;2\n") == [["a", "b"], ["1,5", "2"]]


def test_quoted_line_breaks_stay_in_one_row_and_empty_rows_are_counted():
    table = read_table(b'a,b\n"x\ny",1\n\n,\nz,2\n')
    assert list(table.rows) == [(2, ["x\ny", "1"]), (5, ["z", "2"])]


def test_rows_are_as_wide_as_the_header():
    assert rows_of(b"a,b,,\n1\n1,2,3,4\n") == [["a", "b"], ["1", ""], ["1", "2"]]


def test_peek_shows_the_first_rows_only():
    table = peek(b"a\n1\n2\n3\n", count=2)
    assert (table.header, table.samples) == (["a"], [["1"], ["2"]])


def test_the_sample_roster_is_read_as_it_is():
    rows = rows_of(SAMPLE.read_bytes())
    assert len(rows) == 108
    assert rows[1][:3] == ["100", "Steven", "King"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b",,\n;;\n", "no rows"),
        (b"a,b\n" + b"x" * MAX_BYTES, "at most 60 MB"),
        (b"%PDF-1.7 ...", "kind PDF"),
        (b"\x89PNG\r\n\x1a\n", "kind PNG"),
        (b"<!doctype html><html>", "kind HTML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"a,b\n\x00\x01\x02rubbish\x00", "not a text file"),
        (b'a,b\n"' + b"x" * 200_000 + b'",1\n', "cannot be read as CSV"),
        (b",".join([b"a"] * 300) + b"\n1\n", "more than 200 columns"),
    ],
)
def test_what_cannot_be_a_roster_is_refused_with_its_reason(content, says):
    with pytest.raises(RosterUnreadable, match=says):
        rows_of(content)


def test_too_many_rows_are_refused():
    with pytest.raises(RosterUnreadable, match="300,000 rows"):
        rows_of(b"a\n" + b"1\n" * 300_001)
