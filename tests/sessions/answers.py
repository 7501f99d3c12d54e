"""What calendars send: answers to an invitation, as Google, Outlook, Apple and Thunderbird write them."""

import datetime as dt
from typing import Any

from sessions.answers.receiving import Outcome, receive
from sessions.models import Meeting

UTC = "%Y%m%dT%H%M%SZ"


def reply(
    meeting: Meeting,
    person: Any,
    partstat: str = "DECLINED",
    *,
    sender: str = "",
    attendee: str = "",
    uid: str = "",
    sequence: int | None = None,
    stamp: dt.datetime | None = None,
    method: str = "REPLY",
    starts: str = "",
    recurrence: str = "",
    more: str = "",
) -> bytes:
    """A mail; what is left out is as it should be."""
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Somebody//Calendar//EN", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT",
        f"UID:{uid or uid_of(meeting)}",
        f"SEQUENCE:{meeting.revision if sequence is None else sequence}",
        f"DTSTAMP:{(stamp or dt.datetime.now(dt.UTC)).strftime(UTC)}",
        f"ATTENDEE;PARTSTAT={partstat};CN=Somebody:mailto:{attendee or person.email}",
        "ORGANIZER:mailto:answers@example.com",
        starts or f"DTSTART:{meeting.starts_at.strftime(UTC)}",
        *([recurrence] if recurrence else []),
        *([more] if more else []),
        "COMMENT:comment-canary", "SUMMARY:Declined: Mentoring", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return mail("\r\n".join(lines), sender or person.email, method)


def uid_of(meeting: Meeting) -> str:
    return f"{meeting.series_id or meeting.pk}@turnabout"


def mail(calendar: str, sender: str, method: str = "REPLY") -> bytes:
    """A part for people and one for calendars, as they are sent."""
    return "\r\n".join([
        f"From: Somebody <{sender}>", "To: answers@example.com", "Subject: Declined", "Message-ID: <1@example.com>",
        "MIME-Version: 1.0", 'Content-Type: multipart/alternative; boundary="limit"', "",
        "--limit", "Content-Type: text/plain; charset=utf-8", "", "word-canary", "",
        "--limit", f'Content-Type: text/calendar; charset="utf-8"; method={method}', "", calendar, "--limit--", "",
    ]).encode()  # fmt: skip


def hear(meeting: Meeting, person: Any, partstat: str = "DECLINED", **words: Any) -> Outcome:
    """Receive one."""
    return receive(reply(meeting, person, partstat, **words))
