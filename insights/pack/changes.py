"""What differs between two packs, in plain words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from frame.isolation import isolated
from insights.pack.content import Content, Fact, Part

Named = Callable[[str], str]


@dataclass(frozen=True)
class Change:
    """One line: what it is about, what it said before and what it says now; empty where it said nothing."""

    where: str
    what: str
    before: str
    after: str


class HasCode(Protocol):
    @property
    def code(self) -> str: ...


def changes_between(before: Content, after: Content, named: Named) -> list[Change]:
    """Everything that a reader of both would find different, in the order of the pack. `named` gives the name of a
    person by id, as it is today."""
    changes = []
    if before.version != after.version:
        changes.append(Change("", _("Version of Turnabout"), before.version, after.version))
    for old, new in side_by_side(before.parts, after.parts):
        if old and new:
            changes += list(_in_part(old, new, named))
        else:
            part = old or new
            changes.append(Change("", part.title if part else "", *_there(old, new)))
    return changes


def side_by_side[T: HasCode](old: Iterable[T], new: Iterable[T]) -> list[tuple[T | None, T | None]]:
    """What has the same code in both, in the order of the new one; what is gone comes last."""
    olds: Mapping[str, T] = {entry.code: entry for entry in old}
    news: Mapping[str, T] = {entry.code: entry for entry in new}
    return [(olds.get(code), news.get(code)) for code in [*news, *(code for code in olds if code not in news)]]


def _there(old: object, new: object) -> tuple[str, str]:
    """For what is in one of two packs only."""
    return (_("in the pack"), _("no longer in the pack")) if old else (_("not in the pack"), _("in the pack"))


def _in_part(old: Part, new: Part, named: Named) -> Iterable[Change]:
    if old.title != new.title:
        yield Change(new.title, _("Name"), old.title, new.title)
    for before, after in side_by_side(old.sections, new.sections):
        section = after or before
        title = isolated(new.title)
        where = f"{title}: {section.title}" if section else title
        facts = side_by_side(before.facts if before else (), after.facts if after else ())
        if before and after and (before.title, before.lede) != (after.title, after.lede):
            yield Change(
                where, _("What it says first"), f"{before.title}. {before.lede}", f"{after.title}. {after.lede}"
            )
        for fact_before, fact_after in facts:
            yield from _in_fact(where, fact_before, fact_after, named)


def _in_fact(where: str, old: Fact | None, new: Fact | None, named: Named) -> Iterable[Change]:
    """The value of a line by its name; details by theirs; people by names."""
    fact = new or old
    if fact is None or old == new:
        return
    before, after = _lines(old, named), _lines(new, named)
    if old and new and old.label != new.label:
        yield Change(where, _("Wording"), old.label, new.label)
    for name in [*after, *(name for name in before if name not in after)]:
        if before.get(name, "") != after.get(name, ""):
            what = f"{fact.label}: {name}" if name else fact.label
            yield Change(where, what, before.get(name, ""), after.get(name, ""))
    if old and new and old.people != new.people and before[""] == after[""]:
        yield Change(where, fact.label, before[""], _("%(names)s, another person") % {"names": after[""]})
    if not (old and new) and not {**before, **after}.get(""):
        yield Change(where, fact.label, *_there(old, new))


def _lines(fact: Fact | None, named: Named) -> dict[str, str]:
    """The value of a line, with the people that it names, under no name; each detail under its own."""
    if fact is None:
        return {}
    names = ", ".join(named(pk) for pk in fact.people)
    value = ": ".join(text for text in (fact.value, names) if text)
    return {"": value, **dict(fact.details)}
