"""The pages before an erasure: what would happen, what stands in the way, and the one button."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.posts import posted
from people.access import ONCE, PersonRequest, hr_admin, page, signed_in
from people.approvals.second_person import refuse_unfit_to_ask
from people.directory.forms import ReasonForm
from people.erasure.obstacles import Obstacle, obstacles_of
from people.erasure.requests import Kind, ask_to_erase, open_request, preview_of
from people.models import User


@page(signed_in, post=ONCE)
def own_erasure(request: PersonRequest) -> HttpResponse:
    """Have what is kept about me erased; one HR admin has to agree."""
    if request.method == "POST":
        ask_to_erase(person=request.user, by=request.user)
        messages.success(
            request, _("An HR admin has to agree, and is told. Until then you can take it back on your profile.")
        )
        return redirect("profile")
    context = _context(request, request.user) | {"back_url": reverse("own_data"), "is_self": True}
    return render(request, "people/erasure.html", context)


@page(hr_admin, post=ONCE)
def person_erase(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Ask that what is kept about somebody is erased; a second HR admin has to agree, and the person may refuse."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if person.pk == request.user.pk:
        return redirect("own_erasure")
    form = ReasonForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        act = ask_to_erase(person=person, by=request.user, **form.cleaned_data)
        messages.success(request, _("It now waits for a second HR admin. All HR admins are told."))
        return redirect("held_act", act.pk)
    context = _context(request, person) | {"back_url": reverse("person_detail", args=[pk]), "form": form}
    return render(request, "people/erasure.html", context, status=422 if form.errors else 200)


def _context(request: PersonRequest, person: User) -> dict[str, object]:
    """Whoever is close to the person reads that somebody else has to ask, and nothing of what stands in the way."""
    try:
        if person.pseudonym:
            raise Refused(_("This person is erased already."))
        refuse_unfit_to_ask(kind=Kind.ERASE, person=person, by=request.user)
        in_the_way = obstacles_of(person, request.user)
    except Refused as why:
        in_the_way = [Obstacle(str(why))]
    return {
        "person": person,
        "obstacles": in_the_way,
        "waiting": open_request(person),
        "preview": preview_of(person, reader=request.user),
    }
