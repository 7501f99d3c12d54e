"""Messages as they go over the wire, whoever sends them: Django's own, always written by one policy, and marked as made
by a program."""

import email.charset
import email.message
import email.policy
import re
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueAddressHeader, UnstructuredHeader
from typing import Any

from django.core.mail import EmailMultiAlternatives

#: So that no robot answers (RFC 3834, and Exchange's own). Notes of what could not be delivered are still wanted.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


class OneLine(UnstructuredHeader, BaseHeader):
    """Python folds a long web address into encoded words, which mail programs do not take for a link."""

    max_count = 1

    def fold(self, *, policy: email.policy.Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class Addresses(UniqueAddressHeader, BaseHeader):  # type: ignore[misc]
    """Python's own folding ends the headers in the middle of a long name, and loses the quotes around what looks like
    an address of its own: whoever has a name of that kind would choose who a message seems to be for."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        is_plain = all(group.display_name is None for group in self.groups)
        if not is_plain or not all(address.addr_spec.isascii() for address in self.addresses):
            return str(super().fold(policy=policy))
        boxes = [
            mailbox(address.display_name, address.addr_spec, self.name if not n else "")
            for n, address in enumerate(self.addresses)
        ]
        return f"{self.name}: {(',' + LINE_BREAK).join(boxes)}{policy.linesep}"


LINE_BREAK = "\r\n "
LONGEST_LINE, LONGEST_PLAIN_NAME = 76, 50


def mailbox(name: str, address: str, header: str = "") -> str:
    """`Name <address>`: a name that is short and plain as it is, another quoted, any else in encoded words."""
    if not name:
        return address
    is_short = name.isascii() and name.isprintable() and len(name) <= LONGEST_PLAIN_NAME and not set(name) & set('"\\')
    if is_short:
        written = name if re.fullmatch(r"[A-Za-z0-9!#$%&'*+/^_`{|}~ -]+", name) else f'"{name}"'
    else:
        charset = email.charset.Charset("utf-8")
        charset.header_encoding = email.charset.SHORTEST
        written = Header(name, charset, maxlinelen=LONGEST_LINE - 1, header_name=header).encode(linesep="\r\n")
    last_line = written.rpartition("\n")[2]
    blank = LINE_BREAK if len(f"{header}: {last_line} <{address}>,") > LONGEST_LINE else " "
    return f"{written}{blank}<{address}>"


def named(name: str, address: str) -> str:
    """`Name <address>` as Django's messages take it; nothing in the name is read as an encoded word."""
    local, _at, domain = address.rpartition("@")
    return str(Address(" ".join(name.split()).replace("=?", "= ?"), local, domain))


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", OneLine)
for _name in ("from", "to", "reply-to"):
    HEADERS.map_to_type(_name, Addresses)
#: In characters that every mail server passes on, lines with encoded words as short as RFC 2047 wants all of them.
POLICY = email.policy.SMTP.clone(header_factory=HEADERS, cte_type="7bit", max_line_length=76)


class Message(EmailMultiAlternatives):
    """Django's message, always written by our policy."""

    def message(self, *, policy: Any = None) -> Any:
        return super().message(policy=POLICY)
