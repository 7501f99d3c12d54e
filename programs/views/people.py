"""The people of a cycle: the table, one person's page, and topics wanted and offered."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from frame.forms.bound_data import posted
from frame.lists import Chip, chip, laid_out, render_list, wants_download
from people.access import HARMLESS, PersonRequest, page
from people.audit import recording
from people.models.organization import site_url
from programs.charts import answers_in_figures, demand_and_supply
from programs.closeness import Sight
from programs.filters import ParticipantFilter
from programs.forms.enrolment_fields import enrolment_facts
from programs.forms.people import PlaceForm
from programs.models import Cycle, Participant, Side
from programs.participant_counts import Tally, tally_of
from programs.recording import record_act
from programs.rules import manages_programs
from programs.selection import chosen_cycle, managed_program
from programs.services import set_place
from programs.tables import ParticipantTable, state_shown


def choices_of(asked: QueryDict, tally: Tally) -> list[Chip]:
    """Sides, and the states that occur, each with its number."""
    sides = [chip(asked, "side", side, f"{capfirst(label)} {tally.sides[side]}") for side, label in Side.choices]
    states = [
        chip(asked, "state", state, f"{capfirst(label)} {tally.states[state]}")
        for state, label in Participant.State.choices
        if tally.states[state]
    ]
    return [*sides, *states]


@page(manages_programs)
def participant_list(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """Search, filters, order and pages, also as a file; boxes for what one does to several at once."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context = {"program": program, "tab": "people", "cycle": cycle, "part": "people"}
    context["link"] = enrolment_link(cycle)
    sight = Sight(request.user)
    tally = tally_of(cycle, sight) if cycle else None
    if cycle is None or tally is None or not tally.total:
        return render(request, "programs/participant_list.html", context)
    filters = ParticipantFilter(request.GET, cycle.participants.for_table(sight), cycle=cycle, tally=tally, sight=sight)
    table = laid_out(request, ParticipantTable(filters.rows), count=None if filters.is_filtered else tally.total)
    if wants_download(request):
        record_act("participants.downloaded", program, about=cycle, by=None, person=None, **filters.as_details())
        return table.as_csv("people-of-the-cycle")
    context |= {"table": table, "filter": filters, "chips": choices_of(request.GET, tally)}
    return render_list(request, "programs/participant_list.html", context)


def enrolment_link(cycle: Cycle | None) -> str:
    """The address to share, while somebody could use it."""
    if cycle is None or cycle.state != Cycle.State.ENROLLING or not cycle.program.is_open:
        return ""
    return site_url() + reverse("enrol", args=[cycle.enrolment_token])


@page(manages_programs)
def participant_topics(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Demand and supply per topic, and what was chosen of the program's own questions."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context = {
        "program": program,
        "tab": "people",
        "part": "topics",
        "cycle": cycle,
    }
    if cycle:
        sight = Sight(request.user)
        context["charts"] = [demand_and_supply(cycle, sight), *answers_in_figures(cycle, sight)]
    return render(request, "programs/participant_topics.html", context)


def managed_place(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> Participant:
    """A place in a program that one runs; 404 for any other."""
    places = Participant.objects.managed_by(request.user).select_related(
        "user__department", "cycle__program", "decided_by", "invited_by", "replaced_by__user"
    )
    return get_object_or_404(places, pk=participant_id, cycle__program=program_id)


def leave_to_others() -> str:
    return _("You are too close to this person to decide here. Ask another coordinator or HR to do it.")


def answers_of(place: Participant) -> dict[str, object]:
    """What somebody wrote when they enrolled, for the page of the place and for their own."""
    return {
        "choices": place.choices.select_related("topic").order_by("-rating", "topic__position"),
        "answers": place.answers.select_related("question").exclude(text="").order_by("question__position"),
        "wishes": place.wishes.select_related("wanted"),
        "facts": enrolment_facts(place),
    }


def both_places(request: PersonRequest, form: PlaceForm) -> HttpResponse:
    """Somebody else of the team corrected the place meanwhile: theirs and mine side by side."""
    fresh = PlaceForm(instance=Participant.objects.get(pk=form.instance.pk)).initial["version"]
    return conflict_response(
        request, mine=form.texts(form.values), theirs=form.texts(form.now()), back_url=request.path, version=fresh
    )


@page(manages_programs, post=HARMLESS)
def participant_detail(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    """What somebody answered, what may be done about their place, and its corrections.

    Neither for those who are too close: their partner, who manages or assists one of the two, and themselves.
    """
    place = managed_place(request, program_id, participant_id)
    sight = Sight(request.user)
    close = sight.is_close(place)
    if not close:
        recording.record_reading(request.user, place.user)
    form = PlaceForm(*posted(request), instance=place)
    if request.method == "POST" and close:
        raise Refused(leave_to_others())
    if request.method == "POST" and form.is_valid():
        try:
            set_place(participant=place, values=form.values, seen=form.seen)
        except Conflict:
            return both_places(request, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
    context = {
        "program": place.cycle.program,
        "tab": "people",
        "cycle": place.cycle,
        "place": place,
        "is_close": close,
        "state": state_shown(sight.state_of(place)),
        "is_state_shown": sight.shows_state_of(place),
        "form": form,
        **({} if close else answers_of(place)),
    }
    return render(request, "programs/participant_detail.html", context, status=422 if form.errors else 200)
