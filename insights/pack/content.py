"""What a pack is made of, and the fingerprint by which two are told apart. Plain data, kept as JSON.

A part is about the organisation or about one program and can be read by itself, so each has a fingerprint of its own;
that of the whole is made of these. People stand in it by their ids: a pack that is kept holds no name.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Self

ORGANIZATION = "organization"


@dataclass(frozen=True)
class Fact:
    """One line. `code` stays the same when the words change, so that two packs can be laid side by side.

    `details` are pairs of a name and what it is; `people` are ids of those whom the line names.
    """

    code: str
    label: str
    value: str = ""
    details: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    facts: tuple[Fact, ...]
    lede: str = ""


@dataclass(frozen=True)
class Part:
    """About the organisation (`code` is ORGANIZATION), or about the program with the id `code`."""

    code: str
    title: str
    sections: tuple[Section, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what it says; the order in which it stands does not count."""
        sections = {
            section.code: {
                "title": section.title,
                "lede": section.lede,
                "facts": {fact.code: asdict(fact) for fact in section.facts},
            }
            for section in self.sections
        }
        return digest({"title": self.title, "sections": sections})


@dataclass(frozen=True)
class Content:
    """All that a pack says but its date: the version of the product, the organisation's part, a part per program."""

    version: str
    parts: tuple[Part, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the version and the fingerprints of the parts, so that whoever reads some of them can check."""
        parts = {part.code: part.fingerprint for part in self.parts}
        return digest({"version": self.version, "parts": parts})

    @property
    def people(self) -> set[str]:
        """The ids of all who are named."""
        return {pk for part in self.parts for section in part.sections for fact in section.facts for pk in fact.people}

    def only(self, programs: Iterable[str]) -> "Content":
        """What somebody reads who may read of these programs alone; its fingerprint is not that of the whole."""
        readable = {ORGANIZATION, *programs}
        return Content(self.version, tuple(part for part in self.parts if part.code in readable))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(kept["version"], tuple(_part(part) for part in kept["parts"]))


def _part(kept: dict[str, Any]) -> Part:
    return Part(kept["code"], kept["title"], tuple(_section(section) for section in kept["sections"]))


def _section(kept: dict[str, Any]) -> Section:
    return Section(kept["code"], kept["title"], tuple(_fact(fact) for fact in kept["facts"]), kept["lede"])


def _fact(kept: dict[str, Any]) -> Fact:
    details = tuple((name, text) for name, text in kept["details"])
    return Fact(kept["code"], kept["label"], kept["value"], details, tuple(kept["people"]))


def digest(data: Any) -> str:
    """SHA-256 of data in its canonical form: JSON with sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
