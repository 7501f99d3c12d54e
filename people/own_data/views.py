"""The page on which one asks for a copy of one's own data, and the file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from people.access import ONCE, PersonRequest, page, signed_in
from people.models import DataCopy
from people.own_data import copies


@page(signed_in, post=ONCE)
def own_data(request: PersonRequest) -> HttpResponse:
    """What is kept about me: a copy of it, to be asked for and fetched."""
    if request.method == "POST":
        copies.ask_for_copy(person=request.user)
        messages.success(request, _("Your copy is being made. You get a message when it is ready."))
        return redirect("own_data")
    asked = list(DataCopy.objects.own_of(request.user)[: copies.MOST + 1])
    context = {"copies": asked, "is_under_way": any(copy.is_unfinished for copy in asked)}
    return render(request, "people/own_data.html", context)


@page(signed_in)
def data_copy_file(request: PersonRequest, copy_id: UUID) -> HttpResponse:
    """The file of one of my copies, as long as it is kept."""
    copy = get_object_or_404(DataCopy.objects.own_of(request.user).to_be_fetched(), pk=copy_id)
    response = HttpResponse(copies.file_of(copy), content_type="application/zip")
    day = f"{timezone.localtime(copy.made_at):%Y-%m-%d}"
    response.headers["Content-Disposition"] = f'attachment; filename="turnabout-my-data-{day}.zip"'
    return response
