"""The directory, a person's page, and the walk along the reporting lines."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from frame.lists import as_file, laid_out, page_of, render_list, wants_download
from people.access import PersonRequest, hr_admin, page, roles_of
from people.approvals.pages import Shown
from people.audit import recording
from people.deadlines import Deadline
from people.directory.filters import PeopleFilter
from people.directory.reporting_lines import everybody, line_rows, managers_above, reports_of, tops
from people.directory.tables import PeopleTable
from people.directory_scope import reads_people
from people.models import ConflictOfInterest, HeldAct, Role, User
from people.person_records import facts_about
from people.profile.fields import profile_facts
from people.sign_in.second_factor import a_factor_of

PER_PAGE = 50


@page(reads_people)
def people_list(request: PersonRequest) -> HttpResponseBase:
    """Everyone whom the reader may look up, with search, filters, order and pages; also as a file."""
    visible, manages = User.objects.visible_to(request.user), hr_admin(request.user)
    filters = PeopleFilter(request.GET, visible.for_directory(), for_hr=manages)
    table = PeopleTable(filters.rows)
    laid_out(request, table)
    if wants_download(request):
        recording.record(actor=request.user, act="people.downloaded", details=filters.as_details())
        return table.as_file(request, _("People"))
    context = {
        "filter": filters,
        "table": table,
        "has_people": bool(table.paginator.count) or visible.exists(),
        "manages": manages,
        "shows_active": filters.shows_active,
        "waiting": HeldAct.objects.visible_to(request.user).undecided().count() if manages else 0,
    }
    return render_list(request, "people/people_list.html", context)


@page(reads_people)
def person_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What the roster knows of a person, and who is above and below them."""
    visible = User.objects.visible_to(request.user).for_page().annotate(has_factor=a_factor_of("pk"))
    person = get_object_or_404(visible, pk=pk)
    manages = hr_admin(request.user)
    recording.record_reading(request.user, person)
    context = {
        "person": person,
        "manages": manages,
        "facts": profile_facts(person, is_hr=manages) + facts_about(person, is_hr=manages),
        "above": managers_above(person) if manages else [],
        "reports": reports_of(person)[:PER_PAGE] if manages else [],
        "roles": _roles(person) if manages else [],
        "conflicts": ConflictOfInterest.objects.of_hr_about(person) if manages else [],
        "waiting": [Shown(act) for act in HeldAct.objects.about(person).open()] if manages else [],
        "guest_deadline": Deadline.on(person.guest_until) if person.guest_until else None,
        "is_self": person.pk == request.user.pk,
    }
    return render(request, "people/person_detail.html", context)


def _roles(person: User) -> list[dict[str, object]]:
    held_roles = roles_of(person)
    return [{"value": role.value, "label": role.label, "is_held": role.value in held_roles} for role in Role]


@page(hr_admin)
def org_chart(request: PersonRequest) -> HttpResponseBase:
    """The top of the reporting lines; as a file all of them."""
    if wants_download(request):
        recording.record(actor=request.user, act="lines.downloaded")
        return as_file(request, _("Reporting lines"), line_rows(everybody()))
    page = page_of(request.GET, tops(), PER_PAGE)
    return render(request, "people/org_chart.html", {"page": page})


@page(hr_admin)
def org_chart_person(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    """One person in the reporting lines: the managers above, the reports below, these also as a file."""
    person = get_object_or_404(User.objects.visible_to(request.user).select_related("department"), pk=pk)
    if wants_download(request):
        recording.record(actor=request.user, act="lines.downloaded", person=person)
        return as_file(request, _("Reports"), line_rows(reports_of(person)), person.name)
    page = page_of(request.GET, reports_of(person), PER_PAGE)
    context = {"person": person, "above": managers_above(person), "page": page}
    return render(request, "people/org_chart.html", context)
