"""What an import would change, and what its importer chose: the shapes that planning gives and applying takes."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from people import orgchart
from roster.managers import Key, Namesakes
from roster.matching import Answers, Question
from roster.people_rows import NAMES, Person
from roster.records import RowProblem, grouped
from roster.zones import Place

Fields = dict[str, tuple[Any, Any]]
"""Changed fields of a person: name to (before, after); a manager is a key."""


@dataclass(frozen=True)
class Options:
    """What the importer chose. `title_levels` has casefolded job titles, `zones` those that were asked; `own` is the
    importer, `by_hand` are those whom HR has added itself, and `kept_lines` are those whose manager, the one of now or
    the new one, looks after them: neither is changed by an import alone. `answers` say who comes with an address that
    somebody else is known by; `managers` says who is meant by a name, in plain letters, that several people have:
    their number or address."""

    everyone: bool = False
    level_mode: str = orgchart.DERIVED
    title_levels: Mapping[str, int] = field(default_factory=dict)
    zones: Mapping[Place, str | None] = field(default_factory=dict)
    protected: frozenset[object] = frozenset()
    by_hand: frozenset[object] = frozenset()
    own: object = None
    kept_lines: frozenset[object] = frozenset()
    answers: Answers | None = None
    managers: Mapping[str, str] = field(default_factory=dict)


KEEP = "keep"
"""A level mode beside IMPORTED and DERIVED: levels stay as they are, new people get none."""


@dataclass(slots=True)
class Change:
    """One person who is changed, by their id; `row` is None for those not in the file (new levels)."""

    key: UUID
    row: int | None
    name: str
    fields: Fields


@dataclass(slots=True)
class Created:
    """Somebody who is made. Of a large file nearly everybody may be, so there is no dictionary for each."""

    key: Key
    row: int
    person: Person

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def fields(self) -> Fields:
        """What is known of them, as for Change; before it nothing was."""
        both = {name: (getattr(NOBODY, name), getattr(self.person, name)) for name in NAMES}
        return {name: values for name, values in both.items() if values[0] != values[1]}


NOBODY = Person()
"""What is known of somebody new."""


@dataclass(slots=True)
class EmailChange:
    """A sign-in e-mail that differs in the file. An import asks for it, and never changes it."""

    id: UUID
    row: int
    name: str
    before: str
    after: str


@dataclass(slots=True)
class Plan:
    creates: list[Created] = field(default_factory=list)
    updates: list[Change] = field(default_factory=list)
    followers: list[Change] = field(default_factory=list)
    held: list[Change] = field(default_factory=list)
    displaced: dict[UUID, dict[str, list[str]]] = field(default_factory=dict)
    leavers: list[Person] = field(default_factory=list)
    spared: list[Person] = field(default_factory=list)
    by_hand: list[Person] = field(default_factory=list)
    adopted: list[UUID] = field(default_factory=list)
    email_changes: list[EmailChange] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    unclear_places: dict[Place, int] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    namesakes: Namesakes = field(default_factory=Namesakes)
    leads: dict[Key, str] = field(default_factory=dict)
    by_id: Mapping[object, Person] = field(default_factory=dict)
    unchanged: int = 0
    without_level: int = 0
    must_type: bool = False

    def changes(self) -> Iterator[Change | Created]:
        """Everybody whose entry this makes or changes."""
        return chain(self.creates, self.updates, self.followers)

    def name_of(self, key: Key) -> str:
        """What a manager is called: as in the file, else as now."""
        return self.leads.get(key) or (self.by_id[key].name if key in self.by_id else "?")

    def counts(self) -> dict[str, int]:
        return {
            "create": len(self.creates),
            "update": len(self.updates),
            "follow": len(self.followers),
            "held": len(self.held),
            "unchanged": self.unchanged,
            "leave": len(self.leavers),
            "email": len(self.email_changes),
            "no_level": self.without_level,
            "problems": len(grouped(self.problems)),
            "left_out": len({problem.row for problem in self.problems if problem.left_out}),
        }

    def fingerprint(self) -> str:
        """Equal for plans that would do the same; an import is applied only to what was previewed."""
        digest = hashlib.sha256()
        for change in chain(self.changes(), self.held):
            digest.update(json.dumps([str(change.key), change.fields], default=str, sort_keys=True).encode())
        digest.update(json.dumps({str(pk): fields for pk, fields in self.displaced.items()}, sort_keys=True).encode())
        digest.update(json.dumps(sorted(str(person.id) for person in self.leavers)).encode())
        return digest.hexdigest()
