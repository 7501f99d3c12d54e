"""A message as it goes over the wire (RFC 5322, MIME).

Python's own generator would need longer for this than everything else that a message costs, and it folds long
addresses of web pages into encoded words, which breaks List-Unsubscribe. Here every text is quoted-printable, so
that no line is too long and a boundary, which begins with `=_`, can occur in none.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import Header
from email.utils import formatdate, parseaddr

from django.utils.encoding import punycode

EOL = b"\r\n"
LINE = 76


@dataclass(frozen=True)
class Part:
    """One body: its type (with parameters), its bytes, and its file name when it is a file."""

    mimetype: str
    content: bytes
    file_name: str = ""


def to_bytes(*, headers: dict[str, str], bodies: list[Part], files: list[Part], seed: str) -> bytes:
    """The whole message. `bodies` say the same in several ways, the best last; `seed` makes the boundaries."""
    top = [header(name, value) for name, value in headers.items()]
    body = multipart("alternative", [encoded(part) for part in bodies], f"=_a{seed}")
    if files:
        body = multipart("mixed", [body, *(encoded(part) for part in files)], f"=_m{seed}")
    return EOL.join([*top, header("Date", formatdate()), b"MIME-Version: 1.0", body])


def multipart(subtype: str, parts: Iterable[bytes], boundary: str) -> bytes:
    line = b"--" + boundary.encode()
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"'.encode()
    return EOL.join([head, b"", *(line + EOL + part for part in parts), line + b"--", b""])


def encoded(part: Part) -> bytes:
    """Headers and content of one body; texts stay readable, files are base64."""
    if part.file_name:
        head = f'Content-Type: {part.mimetype}\r\nContent-Disposition: attachment; filename="{plain(part.file_name)}"'
        return in_base64(head, part.content)
    head = f"Content-Type: {part.mimetype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    lines = part.content.replace(b"\r\n", b"\n").replace(b"\n", EOL)
    return head.encode() + binascii.b2a_qp(lines, istext=True)


def in_base64(head: str, content: bytes) -> bytes:
    encoded_lines = base64.encodebytes(content).replace(b"\n", EOL)
    return f"{head}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + encoded_lines


def header(name: str, value: str) -> bytes:
    """One header line. Raises ValueError for a value with line breaks: nobody adds headers of their own."""
    if "\n" in value or "\r" in value:
        raise ValueError(f"The header {name} would break into several lines.")
    return f"{name}: {value}".encode("ascii")


def words(text: str) -> str:
    """A text for a header: as it is, or as encoded words (RFC 2047) on one line."""
    return text if text.isascii() else " ".join(Header(text, "utf-8", maxlinelen=LINE).encode().split())


def address(text: str) -> str:
    """`Name <local@domain>` for a header. Raises ValueError when the part before the @ is not ASCII."""
    name, bare = parseaddr(text)
    local, _, domain = bare.rpartition("@")
    local.encode("ascii")
    bare = f"{local}@{domain if domain.isascii() else punycode(domain)}"
    if not name:
        return bare
    return f"{words(name) if not name.isascii() else quoted(name)} <{bare}>"


def quoted(name: str) -> str:
    """In quotes where a character would have a meaning of its own (RFC 5322, 3.2.3)."""
    escaped = re.sub(r'([\\"])', r"\\\1", name)
    return f'"{escaped}"' if re.search(r"[^A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]", name) else name


def plain(file_name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", file_name)
