"""Thanks: what one may read, whom to thank, and the words."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from community.audiences import people_in, standing_of
from community.forms import ThanksForm
from community.models import Thanks
from community.rules import takes_part
from community.services import give_thanks, take_back_thanks
from frame.errors import Refused
from frame.lists import page_of
from frame.request_limits import at_most
from pairings.models import Pairing
from people.access import ONCE, PersonRequest, action, page
from people.models import User
from people.querysets import UserQuerySet
from people.search import named
from programs.models import Program

PAGE, SHOWN = 20, 8
FEWEST_LETTERS = 2


@page(takes_part)
def thanks_list(request: PersonRequest) -> HttpResponse:
    """Thanks that one has given or got, and those that everyone in one's programs reads, the latest first."""
    thanks = Thanks.objects.visible_to(request.user).for_list()
    programs = Program.objects.filter(pk__in=standing_of(request.user).takes_part).order_by("name", "pk")
    context = {"page": page_of(request.GET, thanks, PAGE), "programs": list(programs)}
    return render(request, "community/thanks_list.html", context)


@page(takes_part)
def thanks_choose(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Whom to thank: one's partners at once, everybody else in the program by name."""
    program = own_program(request.user, program_id)
    words = request.GET.get("q", "").strip()
    context = {
        "program": program,
        "words": words,
        "partners": partners_in(request.user, program),
        "people": list(people_named(words, request.user, program)),
        "is_short": 0 < len(words) < FEWEST_LETTERS,
    }
    return render(request, "community/thanks_choose.html", context)


@page(takes_part, post=ONCE)
@at_most("60/h")
def thanks_give(request: PersonRequest, program_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """The words, once it is chosen who reads them."""
    program = own_program(request.user, program_id)
    if user_id == request.user.pk:
        messages.info(request, _("You cannot thank yourself. Choose somebody else."))
        return redirect("thanks_choose", program.pk)
    to = get_object_or_404(people_in(program.pk), pk=user_id)
    form = ThanksForm(request.POST or None, to=to)
    context = {"program": program, "to": to, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "community/thanks_give.html", context, status=422 if form.errors else 200)
    try:
        give_thanks(program=program, by=request.user, to=to, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "community/thanks_give.html", context, status=422)
    messages.success(request, _("Your thanks are on their way to %(name)s.") % {"name": to.short_name})
    return redirect("thanks_list")


@action(takes_part, post=ONCE)
def thanks_take_back(request: PersonRequest, thanks_id: uuid.UUID) -> HttpResponse:
    """Either of the two takes them back: whoever gave them for good, whoever got them from everybody else's eyes."""
    thanks = get_object_or_404(Thanks.objects.of(request.user), pk=thanks_id)
    is_giver = thanks.giver_id == request.user.pk
    take_back_thanks(thanks=thanks, by=request.user)
    gone, hidden = _("Taken back. Nobody reads it here any more."), _("Only the two of you read it now.")
    messages.success(request, gone if is_giver else hidden)
    return redirect("thanks_list")


def own_program(user: User, program_id: uuid.UUID) -> Program:
    """A program in which `user` takes part; 404 for any other."""
    return get_object_or_404(Program.objects.filter(pk__in=standing_of(user).takes_part), pk=program_id)


def people_named(words: str, user: User, program: Program) -> UserQuerySet:
    """Those in the program of that name, the first few; nobody while too little is typed."""
    if len(words) < FEWEST_LETTERS:
        return User.objects.none()
    return (
        people_in(program.pk).filter(named(words)).exclude(pk=user.pk).order_by("last_name", "first_name", "pk")[:SHOWN]
    )


def partners_in(user: User, program: Program) -> list[Any]:
    """The partners that one has or had in the program, the latest first."""
    pairings = Pairing.objects.of(user).filter(cycle__program=program, agreed_at__isnull=False).with_people()
    partners = dict.fromkeys(pairing.partner_of(user) for pairing in pairings.order_by("-agreed_at", "pk"))
    return [partner for partner in partners if partner.is_active][:SHOWN]
