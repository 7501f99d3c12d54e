"""The audit log for HR and coordinators, and everybody's own access log."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.lists import as_file, page_of, render_list
from people.access import PersonRequest, hr_admin, page, signed_in
from people.audit import readers, recording
from people.audit.filters import AuditFilter
from people.audit.lines import Line, lines_of
from people.audit.readers import reads_audit
from people.models import AuditEntry
from people.models.audit import AuditQuerySet

PER_PAGE = 50
AT_ONCE = 500


@page(reads_audit)
def audit_log(request: PersonRequest) -> HttpResponse:
    """Who did what, the latest first: filters and page in the address."""
    filters = _filtered(request)
    page = page_of(request.GET, filters.rows, PER_PAGE)
    context = {"filter": filters, "page": page, "lines": lines_of(page), "exports": hr_admin(request.user)}
    return render_list(request, "people/audit_log.html", context)


@page(hr_admin)
def audit_export(request: PersonRequest) -> HttpResponseBase:
    """What the filters leave, for a spreadsheet or on paper. That it was taken is recorded first."""
    entries: AuditQuerySet = _filtered(request).rows
    chosen = {name: request.GET[name] for name in ("act", "program", "since", "until") if request.GET.get(name)}
    recording.record(actor=request.user, act="audit.exported", details=chosen)
    return as_file(request, _("Audit log"), _rows(entries), back_url=reverse("audit_log"))


def _filtered(request: PersonRequest) -> AuditFilter:
    """The filters over what the reader may read."""
    seen = AuditEntry.objects.visible_to(request.user)
    return AuditFilter(request.GET, queryset=seen, programs=readers.names_in(seen))


def _rows(entries: AuditQuerySet) -> Iterator[list[object]]:
    yield [_("Time (UTC)"), _("Who"), _("What"), _("About whom"), _("Program"), _("Details"), _("Sign-in"), _("Act")]
    batch: list[AuditEntry] = []
    for entry in entries.iterator(chunk_size=AT_ONCE):
        batch.append(entry)
        if len(batch) == AT_ONCE:
            yield from map(_row, lines_of(batch))
            batch = []
    yield from map(_row, lines_of(batch))


def _row(line: Line) -> list[object]:
    details = "; ".join(f"{name}: {value}" for name, value in line.details)
    at = f"{line.entry.at:%Y-%m-%d %H:%M:%S}"
    return [at, line.who, line.what, line.whom, line.program, details, line.entry.sign_in, line.entry.act]


@page(signed_in)
def access_log(request: PersonRequest) -> HttpResponse:
    """What was done to my account and with data about me, and my sign-ins."""
    page = page_of(request.GET, AuditEntry.objects.own_of(request.user), PER_PAGE)
    return render(request, "people/access_log.html", {"page": page, "lines": lines_of(page)})
