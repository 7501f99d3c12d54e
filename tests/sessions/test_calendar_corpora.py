"""Whatever stands in a calendar file, reading it as an answer ends soon and raises nothing."""

import re
from importlib.resources import files
from pathlib import Path
from time import perf_counter

import icalendar
import pytest
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sessions.answers.itip import Unreadable, read_calendar
from sessions.answers.letters import parsed, read_letter
from sessions.answers.receiving import Outcome, receive
from tests.sessions.answers import mail, reply
from tests.sessions.story import plan

#: Calendar files that people sent with their reports to two libraries, which install them with their own tests.
FILES = sorted(
    Path(str(found))
    for package in (icalendar, recurring_ical_events)
    for found in Path(str(files(package))).rglob("*.ics")
)
#: Of more events than an answer has.
HUGE = {"Germany.ics", "issue_173_only_modifications_error.ics"}
METHOD = re.compile(rb"^METHOD:.*$", re.MULTILINE)


def as_answer(content: bytes) -> bytes:
    """The same file, as if somebody's calendar answered with it."""
    return METHOD.sub(b"", content).replace(b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nMETHOD:REPLY", 1)


def outcome_of(content: bytes) -> str:
    try:
        return "answers" if read_calendar(content, "REPLY") else "nothing"
    except Unreadable:
        return "unreadable"


def test_the_collections_are_there():
    assert len([path for path in FILES if "recurring_ical_events" in path.parts]) > 80
    assert len(FILES) > 230


def test_all_files_of_both_collections_are_read():
    """Broken ones too: what an answer needs is taken, and what is around it passed over."""
    found = {path: outcome_of(as_answer(path.read_bytes())) for path in FILES}
    assert {path.name for path, outcome in found.items() if outcome == "unreadable"} <= HUGE
    assert list(found.values()).count("answers") > 150


@pytest.mark.django_db
def test_all_of_them_pass_as_mails_and_are_answers_to_nothing(cast):
    mails = [mail(as_answer(path.read_bytes()).decode("utf-8", errors="replace"), cast.jack.email) for path in FILES]
    assert {receive(raw) for raw in mails[::9]} <= {Outcome.UNKNOWN, Outcome.NO_ANSWER, Outcome.UNREADABLE}


def nested(depth: int) -> bytes:
    """Parts in parts in parts."""
    lines = [b"From: a@example.com", b"MIME-Version: 1.0"]
    for number in range(depth):
        edge = b"b%d" % number
        lines += [b'Content-Type: multipart/mixed; boundary="' + edge + b'"', b"", b"--" + edge]
    return b"\r\n".join(lines)


RULE = "BEGIN:VTIMEZONE\r\nTZID:Never\r\nBEGIN:STANDARD\r\nDTSTART:19000101T000000\r\nRRULE:FREQ=SECONDLY\r\n" \
       "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"  # fmt: skip
EVENT = "BEGIN:VEVENT\r\nUID:x\r\nDTSTART;TZID=Never:20261127T150000\r\nEND:VEVENT\r\n"
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n%sEND:VCALENDAR\r\n"
BOMBS = {
    "many parts": nested(5000),
    "no end of parts": nested(1) + b"\r\n--b0" * 150_000,
    "parts within a mail within a mail": b"From: a@example.com\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 20_000,
    "a sender without end": b"From: " + b"(" * 500_000 + b"\r\n\r\n",
    "many senders": b"From: " + b"a@example.com, " * 60_000 + b"\r\n\r\n",
    "a header without end": b"From: a@example.com\r\nX-Long: " + b"x\r\n " * 200_000,
    "many headers": b"From: a@example.com\r\n" + b"X: y\r\n" * 150_000 + b"\r\n",
    "only line breaks": b"\n" * 1_000_000,
    "only blanks": b" " * 1_000_000,
    "nothing": b"",
    "zeros": b"\0" * 1_000_000,
    "a zone whose rule never ends": mail(CALENDAR % (RULE + EVENT), "a@example.com"),
    "an event that comes every second": mail(
        CALENDAR % EVENT.replace("END", "RRULE:FREQ=SECONDLY\r\nEND", 1), "a@example.com"
    ),
    "components in components": mail(CALENDAR % ("BEGIN:VEVENT\r\n" * 8000), "a@example.com"),
    "many events": mail(CALENDAR % (EVENT * 3000), "a@example.com"),
    "many guests": mail(CALENDAR % EVENT.replace("END", "ATTENDEE:mailto:a@b\r\n" * 9000 + "END"), "a@example.com"),
    "a line without end": mail(CALENDAR % ("ATTENDEE;CN=" + "x;" * 100_000 + ":mailto:a@b\r\n"), "a@example.com"),
    "lines of blanks": mail(CALENDAR % ("\r\n " * 80_000), "a@example.com"),
    "a file too large": mail(CALENDAR % ("X:y\r\n" * 100_000), "a@example.com"),
    "a charset that nobody knows": mail(CALENDAR % EVENT, "a@example.com").replace(b"utf-8", b"x-unknown"),
    "base64 that is none": mail("====", "a@example.com").replace(
        b"charset", b"x\r\nContent-Transfer-Encoding: base64\r\nx"
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", BOMBS)
def test_what_is_made_to_keep_a_reader_busy_does_not(name):
    begun = perf_counter()
    assert receive(BOMBS[name]) in (Outcome.UNREADABLE, Outcome.UNKNOWN, Outcome.NO_ANSWER)
    assert perf_counter() - begun < 5


WORDS = some.sampled_from(
    ["BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "METHOD:REPLY", "METHOD:COUNTER", "UID:",
     "UID:x",
     "BEGIN:VALARM", "END:VALARM", "SEQUENCE:", "SEQUENCE:-1", "SEQUENCE:9999999999999999999999", "DTSTAMP:",
     "DTSTAMP:20261127", "DTSTAMP:00010101T000000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261127T100000", "ATTENDEE:",
     "RECURRENCE-ID;TZID=:20261127T100000", "DTSTART;TZID=Europe/Berlin:20260329T023000", "ATTENDEE;PARTSTAT=:x",
     "ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.com", "DTSTART:20261127T100000/PT1H", "DTSTART:99991231T235960Z"]
)  # fmt: skip
LINES = some.one_of(WORDS, some.text(max_size=60), some.tuples(WORDS, some.text(max_size=8)).map("".join))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(LINES, max_size=25).map("\r\n".join), some.binary(max_size=200))
def test_whatever_is_sent_nothing_is_raised_but_that_it_cannot_be_read(calendar, noise):
    for raw in (
        mail(f"BEGIN:VCALENDAR\r\n{calendar}", "a@example.com"),
        noise,
        mail(calendar, "a@example.com") + noise,
    ):
        try:
            letter = read_letter(parsed(raw))
        except Unreadable:
            continue
        assert letter.sender == "a@example.com"


@pytest.mark.django_db
def test_any_byte_of_an_answer_may_be_another(story):
    """No mail that was bent on its way is taken for more than it is."""
    meeting = plan(story)
    raw = reply(meeting, story.jack)
    for place in range(0, len(raw), 31):
        assert receive(raw[:place] + b"\xff" + raw[place + 1 :]) in Outcome
