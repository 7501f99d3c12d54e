"""A mail with a calendar's answer, taken apart; without the database. Nothing of its words is kept.

What can make a parser work for hours or fill the memory is refused before it is parsed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from notifications.bounces import Report, read_report
from sessions.answers.itip import Reply, Unreadable, read_calendar

LARGEST = 1024 * 1024
LONGEST_HEADER = 1000
MOST_BOUNDARIES, MOST_PARTS = 20, 200
CALENDARS = ("text/calendar", "application/ics")


@dataclass(frozen=True)
class Letter:
    """Who says that it is from them (lower case), and what their calendar answers."""

    sender: str
    replies: list[Reply]


class TooLarge(Unreadable):
    """It is refused unread."""


def parsed(raw: bytes) -> Message:
    """A mail with its parts. Raises Unreadable for what would keep a parser busy, and nothing else."""
    if len(raw) > LARGEST:
        raise TooLarge("too large")
    if raw.lower().count(b"boundary=") > MOST_BOUNDARIES or raw.count(b"\n--") > MOST_PARTS:
        raise Unreadable("too many parts")
    try:
        return BytesParser(policy=compat32).parsebytes(raw)
    except Exception as error:  # the email package raises what it likes on what is no mail
        raise Unreadable(type(error).__name__) from error


def read_letter(message: Message) -> Letter:
    """Raises Unreadable for what is no mail with one sender, and nothing else."""
    try:
        return Letter(sender_of(message), list(replies_in(message)))
    except Unreadable:
        raise
    except Exception as error:  # the email package raises what it likes on what is no mail
        raise Unreadable(type(error).__name__) from error


def report_in(message: Message) -> Report | None:
    """What a mail server says of a mail that it could not deliver. Raises Unreadable, and nothing else."""
    try:
        return read_report(message)
    except Exception as error:
        raise Unreadable(type(error).__name__) from error


def sender_of(message: Message) -> str:
    """The one address of the one From: with two, mail servers and people look at different ones."""
    froms = message.get_all("from", [])
    if len(froms) != 1 or len(str(froms[0])) > LONGEST_HEADER:
        raise Unreadable("not one sender")
    addresses = [address for _name, address in getaddresses([str(froms[0])], strict=True)]
    if len(addresses) != 1 or "@" not in addresses[0]:
        raise Unreadable("not one sender")
    return addresses[0].lower()


def replies_in(message: Message) -> Iterator[Reply]:
    """Of the first part that holds any: the same answer is sent as a part and as a file beside it."""
    unreadable = None
    for part in message.walk():
        if part.is_multipart() or not is_calendar(part):
            continue
        try:
            replies = read_calendar(content_of(part), str(part.get_param("method", "")))
        except Unreadable as error:
            unreadable = error
            continue
        if replies:
            yield from replies
            return
    if unreadable:
        raise unreadable


def is_calendar(part: Message) -> bool:
    return part.get_content_type() in CALENDARS or str(part.get_filename("")).lower().endswith(".ics")


def content_of(part: Message) -> bytes:
    """In UTF-8."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    try:
        return content.decode(part.get_content_charset("utf-8"), errors="replace").encode()
    except LookupError:  # a charset that nobody knows
        return content
