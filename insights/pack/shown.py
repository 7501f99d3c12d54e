"""A pack as a page or a paper draws it: with the names that people have today, and no part
that is not for the reader."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from frame.remembered import remembered
from insights.pack.changes import Named
from insights.pack.content import Content, Fact, Part, Section
from people.access import hr_admin
from people.models import User
from programs.models import Program


def readable(content: Content, reader: User) -> Content:
    """HR reads all of it, everybody else what is about the organisation and their own programs."""
    return content if hr_admin(reader) else content.only(programs_read_by(reader))


@remembered
def programs_read_by(user: User) -> set[str]:
    """The ids of the programs of whose parts somebody reads: which they run, sponsor, take part in or are trusted in,
    the invited too: they are to decide whether to believe it. One query."""
    visible = Program.objects.visible_to(user).order_by().values("pk")
    read: set[UUID] = set(
        Program.objects.filter(Q(pk__in=visible) | Q(person_of_trust=user)).order_by().values_list("pk", flat=True)
    )
    return {str(pk) for pk in read}


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
