"""Words of people inside sentences of ours: that a name written from right to left turns nothing else round, and that
no name reads like the address of a site."""

import re
import unicodedata
from typing import Any

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
#: What turns the direction of writing for all that follows: it has no place in what is inserted.
OVERRIDES = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
#: Mail programs make links of letters, a dot and letters; two letters must follow, so that initials stay as they are.
ADDRESS_DOT = re.compile(r"(?<=\w)([.\uff0e\u3002\uff61])(?=\w\w|\d)")
WEB = ("http://", "https://", "/")


def isolated(text: str) -> str:
    """The text between marks that keep its direction to itself, where it has letters written from right to left."""
    if text.isascii() or text.startswith(WEB) or is_balanced(text):
        return text
    text = text.translate(OVERRIDES)
    is_other = any(unicodedata.bidirectional(sign) in RIGHT_TO_LEFT for sign in text)
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if is_other else text


def is_balanced(text: str) -> bool:
    """Whether each name in it keeps to itself already: a sentence of ours, such as the title of a message."""
    signs = "".join(sign for sign in text if ord(sign) in OVERRIDES)
    return bool(signs) and signs == (FIRST_STRONG_ISOLATE + POP_ISOLATE) * (len(signs) // 2)


def bare(text: str) -> str:
    """What `isolated` was given, where the whole text is what it gave: for files and headers, which others read."""
    inside = text[1:-1]
    is_one = text[:1] == FIRST_STRONG_ISOLATE and text[-1:] == POP_ISOLATE and FIRST_STRONG_ISOLATE not in inside
    return inside if is_one else text


def turns_direction(text: str) -> bool:
    """Whether signs are in it that turn the direction of writing, and that no name keeps."""
    return any(ord(sign) in OVERRIDES for sign in text)


def all_isolated(value: Any) -> Any:
    """Every plain text in what a template is given, in lists and dicts too; HTML of ours stays."""
    if type(value) is str:
        return isolated(value)
    if type(value) is dict:
        return {key: all_isolated(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(map(all_isolated, value))
    return value


def no_address(name: str) -> str:
    """A name in which no program finds an address: `evil.example/login` gets a blank behind the dot, as `Ma.Theresa`
    does, which is read all the same."""
    return ADDRESS_DOT.sub(r"\1 ", name).replace("://", ": //")
