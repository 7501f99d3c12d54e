"""The reporting line around one person, read from the database."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from frame.lists import AT_ONCE
from people.models import User

DEEPEST = 40
#: How many active direct reports somebody has.
TEAM_SIZE = Count("reports", filter=Q(reports__is_active=True))

UP = """
    WITH RECURSIVE line(id, manager_id, step) AS (
        SELECT id, manager_id, 0 FROM people_user WHERE id = %s
        UNION ALL
        SELECT above.id, above.manager_id, line.step + 1
        FROM people_user above JOIN line ON above.id = line.manager_id WHERE line.step < %s
    )
    SELECT person.* FROM people_user person JOIN line ON person.id = line.id WHERE line.step > 0 ORDER BY line.step
"""


def managers_above(person: User) -> list[User]:
    """The managers above a person, the one at the top first; one query, however long the line."""
    pk = User._meta.pk.get_db_prep_value(person.pk, connection)
    managers = {manager.pk: manager for manager in User.objects.raw(UP, [pk, DEEPEST]) if manager.pk != person.pk}
    return list(reversed(managers.values()))


def reports_of(person: User) -> QuerySet[User]:
    """Active direct reports by name, each with the number of their own."""
    reports = User.objects.active().filter(manager=person)
    return reports.annotate(team=TEAM_SIZE).order_by("last_name", "first_name", "id")


def tops() -> QuerySet[User]:
    """Those at the top: active, with reports and without a manager; the largest teams first."""
    people = User.objects.active().filter(manager=None).annotate(team=TEAM_SIZE)
    return people.filter(team__gt=0).order_by("-team", "last_name")


def everybody() -> QuerySet[User]:
    """All active people by name, each with the number of direct reports."""
    return User.objects.active().annotate(team=TEAM_SIZE).order_by("last_name", "first_name", "id")


def line_rows(people: QuerySet[User]) -> Iterator[list[object]]:
    """The reporting lines of `people` as a file has them."""
    yield [
        _("Name"), _("Employee number"), _("Job title"), _("Department"), _("Level"), _("Direct reports"), _("Manager"),
        _("Manager's employee number"),
    ]  # fmt: skip
    listed = people.annotate(team=TEAM_SIZE).select_related("department", "manager")
    for person in listed.iterator(chunk_size=AT_ONCE):
        own = [str(person), person.employee_number, person.job_title, person.department, person.level]
        above = [str(person.manager), person.manager.employee_number] if person.manager else ["", ""]
        yield [*own, person.team, *above]
