"""The people of a cycle: the table, one person's page, and topics wanted and offered, with their chart."""

import uuid
from collections import Counter, defaultdict
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Subquery, Sum
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.charts import Chart, bars
from frame.errors import Conflict, Refused, conflict_response
from frame.lists import Chip, as_file, chip, laid_out, render_list, wants_download
from frame.posts import posted
from people.access import HARMLESS, PersonRequest, page
from people.audit import recording
from people.clock import local_today
from people.models import Organization
from people.models.organization import site_url
from programs.closeness import TeamScope, is_close
from programs.files import answer_columns, chart_lines
from programs.filters import ParticipantFilter
from programs.forms.enrolment import ParticipantForm
from programs.forms.enrolment_fields import enrolment_facts
from programs.models import Answer, Cycle, Participant, Question, Side
from programs.participant_counts import ParticipantCounts, participant_counts_of
from programs.querysets import GONE
from programs.recording import record_act
from programs.rules import manages_programs
from programs.selection import chosen_cycle, managed_program
from programs.services import correct_participant
from programs.tables import ParticipantTable
from programs.upper_floors import pairings

#: Those whose answers are in no figure: they are gone, or have not confirmed what somebody has entered for them.
UNCOUNTED = (*GONE, Participant.State.INVITED)
#: With fewer answers to a question no figures are shown.
FEWEST_ANSWERS = 5


def choices_of(asked: QueryDict, counts: ParticipantCounts) -> list[Chip]:
    """Sides, and the states that occur, each with its number."""
    sides = [chip(asked, "side", side, f"{capfirst(label)} {counts.sides[side]}") for side, label in Side.choices]
    states = [
        chip(asked, "state", state, f"{capfirst(label)} {counts.states[state]}")
        for state, label in Participant.State.choices
        if counts.states[state]
    ]
    return [*sides, *states]


@page(manages_programs)
def participant_list(request: PersonRequest, program_id: uuid.UUID) -> HttpResponseBase:
    """Search, filters, order and pages, also as a file; boxes for what one does to several at once."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context = {"program": program, "tab": "people", "cycle": cycle, "part": "people"}
    is_file = wants_download(request)
    context["link"] = "" if is_file else enrolment_link(cycle)
    team_scope = TeamScope(request.user)
    counts = participant_counts_of(cycle, team_scope) if cycle else None
    if cycle is None or counts is None or not counts.total:
        return render(request, "programs/participant_list.html", context)
    filters = ParticipantFilter(
        request.GET, cycle.participants.for_table(team_scope), cycle=cycle, counts=counts, team_scope=team_scope
    )
    rows = filters.rows.with_answers() if is_file else filters.rows
    table = laid_out(request, ParticipantTable(rows), count=None if filters.is_filtered else counts.total)
    if is_file:
        record_act("participants.downloaded", program, about=cycle, by=None, person=None, **filters.as_details())
        return table.as_file(request, _("People of the cycle"), answer_columns(cycle, team_scope), program.name)
    shown_people = [row.record.user_id for row in table.paginated_rows]
    table.elsewhere = pairings().partners_elsewhere(cycle, shown_people)
    context |= {"table": table, "filter": filters, "chips": choices_of(request.GET, counts)}
    return render_list(request, "programs/participant_list.html", context)


def enrolment_link(cycle: Cycle | None) -> str:
    """The address to share, while somebody could use it."""
    if cycle is None or not cycle.accepts_enrolment(local_today()):
        return ""
    return site_url() + reverse("enrol", args=[cycle.enrolment_token])


@page(manages_programs)
def participant_topics(request: PersonRequest, program_id: uuid.UUID) -> HttpResponseBase:
    """Demand and supply per topic, also as a file, and what was chosen of the program's own questions."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context = {
        "program": program,
        "tab": "people",
        "part": "topics",
        "cycle": cycle,
    }
    if cycle:
        team_scope = TeamScope(request.user)
        if wants_download(request):
            record_act("topics.downloaded", program, about=cycle)
            return as_file(request, _("Topics"), chart_lines([demand_and_supply(cycle, team_scope)]), program.name)
        context["charts"] = [demand_and_supply(cycle, team_scope), *answers_in_figures(cycle, team_scope)]
    return render(request, "programs/participant_topics.html", context)


def managed_participant(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> Participant:
    """A place in a program that one runs; 404 for any other."""
    participants = Participant.objects.managed_by(request.user).select_related(
        "user__department", "cycle__program", "decided_by", "invited_by", "entered_by", "replaced_by__user"
    )
    participants = participants.annotate(most_partners=Subquery(Organization.objects.values("most_partners")[:1]))
    return get_object_or_404(participants, pk=participant_id, cycle__program=program_id)


def changeable_participant(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> Participant:
    """A place that one may decide about, answer for or free. Raises Refused to whoever is too close to the person."""
    participant = managed_participant(request, program_id, participant_id)
    if is_close(request.user, participant):
        raise too_close()
    return participant


def too_close() -> Refused:
    return Refused(_("You are too close to this person to decide here. Ask another coordinator or HR to do it."))


def load_of(participant: Any) -> dict[str, object]:
    """How many partners somebody has in other cycles, and how many they may have in all: numbers, never who or
    where. It is one of `managed_participant`."""
    elsewhere = pairings().partners_elsewhere(participant.cycle, [participant.user_id])
    said = (participant.user.most_partners, participant.most_partners)
    most = min((number for number in said if number is not None), default=None)
    return {"elsewhere": elsewhere.get(participant.user_id, 0), "most": most}


def answers_of(participant: Participant) -> dict[str, object]:
    """What somebody wrote when they enrolled, for the page of the place and for their own."""
    return {
        "choices": participant.choices.select_related("topic").order_by("-rating", "topic__position"),
        "answers": participant.answers.select_related("question").exclude(text="").order_by("question__position"),
        "wishes": participant.wishes.select_related("wanted"),
        "facts": enrolment_facts(participant),
        "agreed_terms": participant.agreed_terms.select_related("terms"),
    }


def participant_conflict(request: PersonRequest, form: ParticipantForm) -> HttpResponse:
    """Somebody else of the team corrected the place meanwhile: theirs and mine side by side."""
    version = ParticipantForm(instance=Participant.objects.get(pk=form.instance.pk)).initial["version"]
    return conflict_response(
        request,
        own_version=form.texts(form.values),
        saved_version=form.texts(form.now()),
        back_url=request.path,
        version=version,
    )


@page(manages_programs, post=HARMLESS)
def participant_detail(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    """What somebody answered, what may be done about their place, and its corrections.

    Neither for those who are too close: their partner, who manages or assists one of the two, and themselves.
    """
    participant = managed_participant(request, program_id, participant_id)
    team_scope = TeamScope(request.user)
    close = team_scope.is_close(participant)
    if not close:
        recording.record_reading(request.user, participant.user)
    form = ParticipantForm(*posted(request), instance=participant)
    if request.method == "POST" and close:
        raise too_close()
    if request.method == "POST" and form.is_valid():
        try:
            correct_participant(participant=participant, values=form.values, seen=form.seen)
        except Conflict:
            return participant_conflict(request, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path)
    context = {
        "program": participant.cycle.program,
        "tab": "people",
        "cycle": participant.cycle,
        "participant": participant,
        "is_close": close,
        "state": team_scope.state_of(participant),
        "is_state_shown": team_scope.shows_state_of(participant),
        "is_depended_on": not close and participant.pk in pairings().paired_places(participant.cycle),
        "form": form,
        **({} if close else {**answers_of(participant), **load_of(participant)}),
    }
    return render(request, "programs/participant_detail.html", context, status=422 if form.errors else 200)


def demand_and_supply(cycle: Cycle, team_scope: TeamScope) -> Chart:
    """Per topic the leaders who want it and the mentors who can share it; one query. Without people near the reader, of
    whom neither what they answered nor that they have left is shown."""
    here = ~Q(choices__participant__state__in=UNCOUNTED) & Q(choices__participant__cycle=cycle)
    here &= ~Q(choices__participant__user__in=team_scope.others)
    topics = list(
        cycle.program.topics.annotate(
            wanted=Count("choices", filter=here & Q(choices__participant__side="senior")),
            shared=Count("choices", filter=here & Q(choices__participant__side="junior")),
            places=Sum("choices__participant__capacity", filter=here & Q(choices__participant__side="junior")),
        ).order_by("position", "name")
    )
    rows = [(topic.name, topic.wanted, topic.shared, topic.places or 0) for topic in topics]
    answered = (
        cycle.participants.filter(applied_at__isnull=False)
        .exclude(state__in=GONE)
        .exclude(team_scope.of_others)
        .count()
    )
    return Chart(
        id="demand",
        title=_("Wanted and offered, topic by topic"),
        sentence=sentence(rows, answered),
        drawing=bars(
            [row[0] for row in rows],
            {
                _("Leaders want to learn it"): [row[1] for row in rows],
                _("Mentors can share it"): [row[2] for row in rows],
            },
            colors=["attention", "accent"],
        ),
        columns=[_("Topic"), _("Leaders want to learn it"), _("Mentors can share it"), _("Partners they can take")],
        rows=rows if answered else (),
        definition=_("Everybody who has answered and has not left counts once for each topic they rated."),
        n=answered,
        period=str(cycle),
    )


def sentence(rows: list[tuple[str, int, int, int]], answered: int) -> str:
    """What to do about it, in one sentence."""
    short = [row[0] for row in rows if row[1] > row[2]]
    if not answered:
        return _("Nobody has answered yet.")
    if not short:
        return _("For every topic there are at least as many mentors as leaders who want it.")
    return ngettext(
        "For one topic there are fewer mentors than leaders who want it: %(topics)s.",
        "For %(n)s topics there are fewer mentors than leaders who want them: %(topics)s.",
        len(short),
    ) % {"n": len(short), "topics": ", ".join(short)}


def answers_in_figures(cycle: Cycle, team_scope: TeamScope) -> list[Chart]:
    """How many mentors and leaders gave which answer, for every question of which that is wanted; two queries. Without
    people near the reader, and of a question only from `FEWEST_ANSWERS` people on."""
    questions = list(
        cycle.program.questions.filter(is_in_figures=True, is_lived=False).exclude(kind=Question.Kind.TEXT)
    )
    here = Answer.objects.filter(participant__cycle=cycle, question__in=questions).exclude(text="")
    here = here.exclude(participant__state__in=UNCOUNTED).exclude(participant__user__in=team_scope.others)
    answers: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
    for question_id, side, text in here.values_list("question_id", "participant__side", "text"):
        answers[question_id].append((side, text))
    return [_answer_chart(question, answers[question.pk], cycle) for question in questions]


def _answer_chart(question: Question, answered: list[tuple[str, str]], cycle: Cycle) -> Chart:
    is_scale, is_hidden = question.kind == Question.Kind.SCALE, len(answered) < FEWEST_ANSWERS
    answers = [str(n) for n in range(1, 6)] if is_scale else question.options
    chosen = Counter((side, answer) for side, text in answered for answer in text.splitlines())
    rows = [(answer, chosen[Side.SENIOR, answer], chosen[Side.JUNIOR, answer]) for answer in answers]
    most = max(rows, key=lambda row: row[1] + row[2])
    definition = _("Everybody who has answered and has not left.")
    if is_scale and question.options:
        low, high = question.options
        definition += " " + _("1 means: %(low)s. 5 means: %(high)s.") % {"low": low, "high": high}
    return Chart(
        id=f"answers-{question.pk.hex[:8]}",
        title=question.text,
        sentence="" if is_hidden else _("Most often: %(answer)s.") % {"answer": most[0]},
        drawing=bars(
            list(answers),
            {_("Leaders"): [row[1] for row in rows], _("Mentors"): [row[2] for row in rows]},
            colors=["attention", "accent"],
        ),
        columns=[_("Answer"), _("Leaders"), _("Mentors")],
        rows=() if is_hidden else rows,
        definition=definition,
        n=len(answered),
        period=str(cycle),
        hidden=_("Shown from five answers on.") if is_hidden else "",
    )
