"""What the team can do about a change of partners besides opening it: another day, and going on without new pairs."""

import datetime as dt
import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Refused
from frame.forms import DateInput
from pairings import services
from pairings.rotation_plan import rotation_of
from pairings.rules import matches
from pairings.views.rotation import url_of
from people.access import HARMLESS, PersonRequest, page
from people.clock import local_today
from programs.models import Cycle
from programs.selection import cycle_or_refuse, managed_program


class MoveForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Partners change on"),
        widget=DateInput(),
        help_text=gettext_lazy(
            "A later day leaves everybody the notice they have had; an earlier one has to be more than 30 days ahead. "
            "Whoever was told of the day gets a message."
        ),
    )


@page(matches, post=HARMLESS)
def rotation_move(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Let partners change on another day; whoever was told hears of it."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    form = MoveForm(request.POST or None, initial={"day": cycle.rotates_on})
    if request.method == "POST" and form.is_valid():
        try:
            services.move_rotation(cycle=cycle, day=form.cleaned_data["day"], by=request.user)
        except Refused as refused:
            form.add_error("day", str(refused))
        else:
            messages.success(request, _moved_words(form.cleaned_data["day"]))
            return redirect(url_of(program, cycle))
    context = {"program": program, "cycle": cycle, "tab": "run", "form": form, "back_url": url_of(program, cycle)}
    return render(request, "pairings/rotation_move.html", context, status=422 if form.errors else 200)


def _moved_words(day: dt.date) -> str:
    """That it is moved, and how many days of notice people have, where these are fewer than usual."""
    words = _("Partners change on %(day)s. Whoever had heard of the other day is told.") % {"day": date_format(day)}
    left = (day - local_today()).days
    if left >= Cycle.HEARD_BEFORE.days:
        return words
    return words + " " + _("They hear of the new day %(n)s days ahead.") % {"n": left}


@page(matches, post=HARMLESS)
def rotation_without(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Ask, then let the change take place although nobody new was found."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    rotation = rotation_of(cycle)
    if request.method == "POST":
        try:
            if services.change_without_new_pairs(cycle=cycle, by=request.user):
                messages.success(request, _("Settled. On the day the rule for pairs without anybody new decides."))
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect(url_of(program, cycle))
    context = {
        "title": _("Go on without new pairs?"),
        "text": _(
            "The change takes place on its day although nobody new is asked. Of all pairs neither of whose people has "
            "a new partner by then, the rule below decides; who pauses or stops does so, and whose partner does, "
            "waits. Everybody hears on the day, in the same words as ever. Pairs that you publish until then count as "
            "usual."
        ),
        "facts": [
            (_("Cycle"), cycle.name),
            (_("Pairs neither of whose people has a new partner"), rotation.get_rest_display() if rotation else "–"),
        ],
        "action_label": _("Go on without new pairs"),
        "back_url": url_of(program, cycle),
        "cycle": cycle,
    }
    return render(request, "programs/cycle_move.html", context)
