"""The pages of a roster import: upload, columns, levels and time zones, preview, result, undo. HR admins only."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.lists import as_file, page_of, wants_download
from frame.posts import posted
from frame.request_limits import MB, takes_at_most
from frame.safe_csv import csv_response
from people.access import HARMLESS, ONCE, PersonRequest, action, hr_admin, page
from people.audit import recording
from roster import pages, progress, services
from roster.details_form import DetailsForm
from roster.files import import_rows, part_rows
from roster.forms import ApplyForm, ColumnsForm, UploadForm
from roster.limits import MAX_BYTES, RosterUnreadable
from roster.models import RosterImport
from roster.pages import problem_rows
from roster.records import LABELS
from roster.undoing import refuse_undo


@page(hr_admin, post=ONCE)
@takes_at_most(MAX_BYTES + MB)
def roster_upload(request: PersonRequest) -> HttpResponseBase:
    """Upload a file; below the imports there were, also as a file."""
    form = UploadForm(*posted(request, files=True))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            roster = services.start_import(user=request.user, file_name=file.name, content=file.read())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("roster_columns", roster.pk)
    imports = RosterImport.objects.visible_to(request.user).for_history()
    if wants_download(request):
        recording.record(actor=request.user, act="roster.listed")
        return as_file(request, _("Roster imports"), import_rows(imports))
    page = page_of(request.GET, imports, 20)
    context = {"form": form, "page": page, "fields": LABELS.values()}
    return render(request, "roster/roster_upload.html", context, status=422 if form.errors else 200)


@page(hr_admin)
def roster_template(request: PersonRequest) -> StreamingHttpResponse:
    """A file to fill in where there is no HR system to export from."""
    return csv_response("roster-template.csv", pages.template_rows())


def own_import(request: PersonRequest, pk: UUID) -> RosterImport:
    """An import that one goes on with oneself: what it asks for is asked in the name of whoever uploaded it, and must
    not be approved by the one who wrote it. Raises Refused for anybody else's."""
    roster = get_object_or_404(RosterImport.objects.visible_to(request.user), pk=pk)
    if roster.uploaded_by_id != request.user.pk:
        raise Refused(
            _("Somebody else has uploaded this file, and goes on with it. Upload it again to import it yourself.")
        )
    return roster


@page(hr_admin, post=ONCE)
def roster_columns(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Say which column is what, and check the file."""
    roster = own_import(request, pk)
    if not roster.can_be_mapped:
        return redirect("roster_import", pk)
    form = ColumnsForm(*posted(request), roster=roster)
    if request.method == "POST":
        is_valid = form.is_valid()
        if form.reads_anew and read_anew(request, roster, form):
            return redirect("roster_columns", pk)
        if is_valid and not form.errors:
            services.map_columns(roster=roster, targets=form.cleaned_data["targets"], options=form.options())
            return redirect("roster_import", pk)
    context = {"form": form, "roster": roster, "steps": pages.steps(roster, "columns")}
    return render(request, "roster/roster_columns.html", context, status=422 if form.errors else 200)


def read_anew(request: PersonRequest, roster: RosterImport, form: ColumnsForm) -> bool:
    """Read the file as the form says and say so; False, with the reason, where it cannot be."""
    chosen = form.cleaned_data
    try:
        services.read_anew(
            roster=roster,
            reading=form.reading,
            targets=chosen["targets"],
            options=form.options(),
        )
    except RosterUnreadable as refusal:
        form.add_error(form.reading_fields()[0].name, str(refusal))
        return False
    messages.info(request, _("The file is read anew. Look at its columns once more."))
    return True


@page(hr_admin, post=ONCE)
def roster_details(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Time zones of unclear places, levels of job titles, and managers of whose name there are several."""
    roster = own_import(request, pk)
    if roster.state != RosterImport.State.PREVIEWED:
        return redirect("roster_import", pk)
    query = request.GET.get("q", "").strip()
    form = DetailsForm(*posted(request), roster=roster, titles=pages.titles_with_overrides(roster, query))
    if request.method == "POST" and form.is_valid():
        services.choose_details(
            roster=roster, zones=form.zones(), titles=form.title_levels(), managers=form.managers(),
            identities=form.identities(),
        )  # fmt: skip
        return redirect("roster_import", pk)
    context = {"form": form, "roster": roster, "query": query, "steps": pages.steps(roster, "details")}
    return render(request, "roster/roster_details.html", context, status=422 if form.errors else 200)


@page(hr_admin)
def roster_import(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    """Where an import stands: progress, preview, or result; the part that is shown also as a file."""
    roster = get_object_or_404(RosterImport.objects.visible_to(request.user).defer("content", "before"), pk=pk)
    if roster.state == RosterImport.State.UPLOADED:
        return redirect("roster_columns", pk)
    if roster.is_busy:
        return _progress(request, roster)
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if wants_download(request) and (part := pages.shown_part(request, roster)):
        recording.record(actor=request.user, act="roster.downloaded", about=roster, details={"part": part})
        return as_file(request, pages.part_title(part), part_rows(roster, part), roster.file_name)
    return _import_page(request, roster, ApplyForm(roster=roster))


def _progress(request: PersonRequest, roster: RosterImport) -> HttpResponse:
    part = "#progress" if request.htmx else ""
    context = {"roster": roster, "progress": progress.of(roster)}
    return render(request, f"roster/roster_progress.html{part}", context)


def _import_page(request: PersonRequest, roster: RosterImport, form: ApplyForm, status: int = 200) -> HttpResponse:
    shown = pages.shown_part(request, roster)
    is_preview = roster.state == RosterImport.State.PREVIEWED
    context = {
        "roster": roster,
        "form": form,
        "steps": pages.steps(roster, "preview"),
        "tabs": pages.parts(roster, shown),
        "shown": shown,
        "page": pages.rows_of(request, roster, shown),
        "is_preview": is_preview,
        "changes": sum(roster.counts.get(kind, 0) for kind in ("create", "update", "follow", "held", "email", "leave")),
    }
    return render(request, "roster/roster_import.html", context, status=status)


@action(hr_admin, post=ONCE)
def roster_apply(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Apply what the preview shows."""
    roster = own_import(request, pk)
    form = ApplyForm(request.POST, roster=roster)
    if form.is_valid():
        try:
            services.apply_import(roster=roster, typed=form.cleaned_data["typed"])
            return redirect("roster_import", pk)
        except Refused as refusal:
            if roster.state != RosterImport.State.PREVIEWED:
                raise
            form.add_error("typed", str(refusal))
    return _import_page(request, roster, form, status=422)


@action(hr_admin, post=HARMLESS)
def roster_restart(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Give an import that seems to stand still to the worker again."""
    services.restart(roster=own_import(request, pk))
    return redirect("roster_import", pk)


@page(hr_admin, post=ONCE)
def roster_undo(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Check, then take an import back."""
    roster = get_object_or_404(RosterImport.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        services.undo_import(roster=roster, by=request.user)
        messages.success(request, _("The import was undone."))
        return redirect("roster_import", pk)
    try:
        refuse_undo(roster, request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("roster_import", pk)
    return render(request, "roster/roster_undo.html", {"roster": roster} | _undo_facts(roster))


def _undo_facts(roster: RosterImport) -> dict[str, object]:
    before = roster.before
    return {
        "title": _("Undo this import"),
        "facts": [
            (_("People removed again"), len(before["created"])),
            (_("People changed back"), len(before["updated"])),
            (_("People who come back"), len(before["left"])),
        ],
        "action_label": _("Undo the import"),
        "is_harmful": True,
    }


@action(hr_admin, post=ONCE)
def roster_discard(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Throw away an upload that was not applied."""
    roster = get_object_or_404(RosterImport.objects.visible_to(request.user).light(), pk=pk)
    services.discard_import(roster=roster, by=request.user)
    messages.success(request, _("The upload was thrown away; nobody was changed."))
    return redirect("roster_upload")


@page(hr_admin)
def roster_problems(request: PersonRequest, pk: UUID) -> StreamingHttpResponse:
    """The rows with problems as they stand in the file, with reason and remedy, to be mended and imported again."""
    roster = get_object_or_404(RosterImport.objects.visible_to(request.user), pk=pk)
    if not roster.content:
        raise Http404
    recording.record(actor=request.user, act="roster.downloaded", about=roster)
    return csv_response("roster-problems.csv", problem_rows(roster))
