"""A pack as a page or a paper draws it: with the names that people have today, and no part
that is not for the reader."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from insights.pack.changes import Named
from insights.pack.content import Content, Fact, Part, Section
from people.access import hr_admin
from people.models import User
from programs.rules import programs_concerning


def readable(content: Content, reader: User) -> Content:
    """HR reads all of it, everybody else what is about the organisation and their own programs; the invited too: they
    are to decide whether to believe it."""
    return content if hr_admin(reader) else content.only(map(str, programs_concerning(reader)))


def named_in(*contents: Content) -> Named:
    """Gives the name of a person by id. One query for all of them."""
    ids = set().union(*(content.people for content in contents))
    people = {str(pk): str(person) for pk, person in User.objects.in_bulk(sorted(ids)).items()}
    return lambda pk: people.get(pk, _("somebody who is no longer here"))


def shown(content: Content, named: Named) -> list[dict[str, Any]]:
    """The parts for the template."""
    return [_part(part, named) for part in content.parts]


def _part(part: Part, named: Named) -> dict[str, Any]:
    sections = [_section(section, named) for section in part.sections]
    return {"code": part.code, "title": part.title, "fingerprint": part.fingerprint, "sections": sections}


def _section(section: Section, named: Named) -> dict[str, Any]:
    facts = [_fact(fact, named) for fact in section.facts]
    is_list = all(not (fact.label or fact.details or fact.people) for fact in section.facts)
    return {"code": section.code, "title": section.title, "lede": section.lede, "facts": facts, "is_list": is_list}


def _fact(fact: Fact, named: Named) -> dict[str, Any]:
    names: Iterable[str] = sorted(named(pk) for pk in fact.people)
    return {"label": fact.label, "value": fact.value, "details": fact.details, "names": list(names)}
