"""Who a message is from, as people write it: an address, or a name with the address in angle brackets behind it."""

import re
from email.headerregistry import Address

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

WRITTEN = re.compile(r"([^<>]*)<([^<>]+)>")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def as_sender(text: str) -> str | None:
    """The sender with its name in quotes where mail needs them, as in `HR: mentoring <m@…>`; None for what is no
    sender, or could be meant in two ways."""
    written = WRITTEN.fullmatch(text.strip())
    name, address = (written[1].strip(), written[2].strip()) if written else ("", text.strip())
    if not name.isprintable() or not is_address(address):
        return None
    quoted = QUOTED.fullmatch(name)
    name = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else name
    local, _at, domain = address.rpartition("@")
    return str(Address(" ".join(name.split()).replace("=?", "= ?"), local, domain))


def is_address(text: str) -> bool:
    """`turnabout@localhost` too, as on a machine of one's own."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isascii()
