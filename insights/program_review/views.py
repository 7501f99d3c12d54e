"""What a program makes of a closed review: written by its team, signed by its sponsor, read by everyone in it."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from frame.errors import Conflict, Refused, conflict_response
from frame.lists import page_of
from frame.request_limits import at_most
from insights.figures.scope import programs_with_figures
from insights.models import ProgramReview, ReviewStep
from insights.program_review import paper, services
from insights.program_review.forms import LearntForm, SponsorForm, StepForm
from insights.rules import reads_program_reviews, reads_results, signs_reviews, writes_reviews
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.fiscal_year import fiscal_month, quarter_of
from people.models import User
from programs.models import Program
from programs.recording import record_act
from sessions.models import ReviewRound

PER_PAGE = 20
PAPERS = {
    paper.TEAM: gettext_lazy("For the program team and the sponsor"),
    paper.EVERYONE: gettext_lazy("For everyone who was asked"),
}


def closed_rounds(user: User) -> Any:
    """Those of programs that somebody runs or sponsors."""
    programs = Program.objects.managed_by(user).order_by().values("pk")
    is_ours = Q(cycle__program__in=programs) | Q(cycle__program__sponsor=user)
    return ReviewRound.objects.closed().reviews().filter(is_ours).select_related("cycle__program__sponsor", "snapshot")


def own_round(request: PersonRequest, round_id: uuid.UUID) -> ReviewRound:
    """A closed round of a program that one runs."""
    managed = closed_rounds(request.user).filter(cycle__program__in=Program.objects.managed_by(request.user))
    review_round: ReviewRound = get_object_or_404(managed, pk=round_id)
    return review_round


@page(reads_program_reviews)
def program_review(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """What was learnt from a closed review, decisions and next steps, beside its frozen results."""
    review_round: ReviewRound = get_object_or_404(closed_rounds(request.user), pk=round_id)
    return render(request, "insights/program_review.html", about(review_round, request.user))


def looked_back_on(review_round: ReviewRound, first_month: int | None) -> str:
    """The fiscal quarter before a review opened, in words; empty where the organisation has no fiscal year."""
    eve = review_round.opens_on - dt.timedelta(days=1)
    return quarter_of(eve, first_month).words if first_month else ""


def about(review_round: ReviewRound, user: User, form: SponsorForm | None = None) -> dict[str, Any]:
    said, program = paper.said_of(review_round), review_round.cycle.program
    review, is_sponsor = said["review"], program.sponsor_id == user.pk
    told = {"comment": review.comment, "signs": review.is_signed, "version": review.version}
    return {
        **said,
        "cycle": review_round.cycle,
        "quarter": looked_back_on(review_round, fiscal_month()),
        "runs_it": Program.objects.managed_by(user).filter(pk=program.pk).exists(),
        "form": form or (SponsorForm(initial=told) if is_sponsor else None),
        "papers": [(kind, PAPERS[kind], paper.paper_of(said, kind)["state"]) for kind in PAPERS],
    }


@page(writes_reviews, post=ONCE)
def program_review_write(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """Write what was learnt from a closed review."""
    review_round = own_round(request, round_id)
    review = services.review_of(review_round)
    form = LearntForm(request.POST or None, instance=review)
    context = {"round": review_round, "form": form, "heading": _("What was learnt"), "is_signed": review.is_signed}
    if request.method != "POST" or not form.is_valid():
        return render(request, "insights/program_review_form.html", context, status=422 if form.errors else 200)
    learnt, back_url = form.cleaned_data["learnt"], reverse("program_review", args=[round_id])
    try:
        version = form.cleaned_data["version"]
        services.write_review(review_round=review_round, learnt=learnt, version=version, by=request.user)
    except Conflict:
        current, label = services.review_of(review_round), _("What was learnt")
        own, saved = {label: learnt}, {label: current.learnt}
        return conflict_response(
            request, own_version=own, saved_version=saved, back_url=back_url, version=current.version
        )
    record_act("program_review.written", review_round.cycle.program_id, about=review_round)
    messages.success(request, _("Saved."))
    return redirect(back_url)


@page(writes_reviews, post=ONCE)
def review_step_add(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """Add a decision or a next step, with who sees to it and until when."""
    review_round = own_round(request, round_id)
    form = StepForm(request.POST or None, program=review_round.cycle.program)
    if request.method != "POST" or not form.is_valid():
        context = {"round": review_round, "form": form, "heading": _("Add a decision or a next step")}
        return render(request, "insights/program_review_form.html", context, status=422 if form.errors else 200)
    services.add_step(review_round=review_round, **form.values)
    record_act("program_review.written", review_round.cycle.program_id, about=review_round)
    messages.success(request, _("Added."))
    return redirect("program_review", round_id)


@page(writes_reviews, post=ONCE)
def review_step_edit(request: PersonRequest, step_id: uuid.UUID) -> HttpResponse:
    """Change a decision or next step, or say how it stands."""
    steps = ReviewStep.objects.select_related("review")
    step: ReviewStep = get_object_or_404(steps, pk=step_id)
    review_round = own_round(request, step.review.round_id)
    form = StepForm(request.POST or None, instance=step, program=review_round.cycle.program)
    if request.method != "POST" or not form.is_valid():
        context = {"round": review_round, "form": form, "heading": _("Change it, or say how it stands")}
        return render(request, "insights/program_review_form.html", context, status=422 if form.errors else 200)
    services.change_step(step=step, **form.values)
    record_act("program_review.written", review_round.cycle.program_id, about=review_round)
    messages.success(request, _("Saved."))
    return redirect("program_review", review_round.pk)


@action(writes_reviews, post=HARMLESS)
def program_review_publish(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """Let everyone in the program read it, or take that back."""
    review_round, is_public = own_round(request, round_id), request.POST.get("publish") == "yes"
    try:
        is_new = services.publish_review(review_round=review_round, is_public=is_public)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("program_review", round_id)
    if is_new:
        record_act("program_review.published", review_round.cycle.program_id, about=review_round, public=is_public)
    done = (
        _("Everyone who was asked reads it beside the results now.") if is_public else _("It is not public any more.")
    )
    messages.success(request, done)
    return redirect("program_review", round_id)


@action(signs_reviews, post=ONCE)
def program_review_sign(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """The sponsor's comment, and their signature under what they have read."""
    sponsored = closed_rounds(request.user).filter(cycle__program__sponsor=request.user)
    review_round: ReviewRound = get_object_or_404(sponsored, pk=round_id)
    form = SponsorForm(request.POST)
    if not form.is_valid():
        context = about(review_round, request.user, form)
        return render(request, "insights/program_review.html", context, status=422)
    try:
        services.say_of_review(review_round=review_round, by=request.user, **form.cleaned_data)
    except Conflict:
        messages.warning(request, _("It has changed since you opened the page. Read it again, then sign."))
        now = {"version": services.review_of(review_round).version, "signs": False}
        context = about(review_round, request.user, SponsorForm(initial=form.cleaned_data | now))
        return render(request, "insights/program_review.html", context, status=409)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("program_review", round_id)
    record_act("program_review.signed", review_round.cycle.program_id, about=review_round)
    messages.success(request, _("Saved. The program team reads it."))
    return redirect("program_review", round_id)


@page(reads_program_reviews)
def program_review_list(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """All closed reviews of a program with what came of them, the latest first."""
    rounds = closed_rounds(request.user).filter(cycle__program=program_id)
    program = get_object_or_404(Program.objects.visible_to(request.user), pk=program_id)
    if program.sponsor_id != request.user.pk:
        program = get_object_or_404(Program.objects.managed_by(request.user), pk=program_id)
    page = page_of(request.GET, rounds.order_by("-closes_on", "-number", "pk"), PER_PAGE)
    reviews = ProgramReview.objects.filter(round__in=[review_round.pk for review_round in page]).prefetch_related(
        "steps"
    )
    by_round = {review.round_id: review for review in reviews}
    first_month = fiscal_month()
    rows = [row_of(review_round, by_round.get(review_round.pk), first_month) for review_round in page]
    context = {"program": program, "page": page, "rows": rows}
    context["has_figures"] = programs_with_figures(request.user).filter(pk=program.pk).exists()
    return render(request, "insights/program_review_list.html", context)


def row_of(review_round: ReviewRound, review: ProgramReview | None, first_month: int | None) -> dict[str, Any]:
    steps = list(review.steps.all()) if review else []
    return {
        "round": review_round,
        "review": review,
        "quarter": looked_back_on(review_round, first_month),
        "steps": len(steps),
        "done": sum(step.state == ReviewStep.State.DONE for step in steps),
    }


def round_of_paper(user: User, round_id: uuid.UUID, readers: str) -> ReviewRound:
    """Those who run or sponsor the program have both papers; whoever was asked theirs, once it is published."""
    rounds = closed_rounds(user)
    if readers != paper.TEAM:
        published = ReviewRound.objects.closed().visible_to(user).filter(program_review__published_at__isnull=False)
        ours = Q(pk__in=rounds.order_by().values("pk")) | Q(pk__in=published.order_by().values("pk"))
        rounds = ReviewRound.objects.filter(ours).select_related("cycle__program__sponsor", "snapshot")
    review_round: ReviewRound = get_object_or_404(rounds, pk=round_id)
    return review_round


def readers_of(asked: str | None) -> str:
    return paper.TEAM if asked == paper.TEAM else paper.EVERYONE


@action(reads_results, post=HARMLESS)
@at_most("20/h")
def program_review_paper_make(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """Have the PDF made that one may read."""
    readers = readers_of(request.POST.get("for"))
    review_round = round_of_paper(request.user, round_id, readers)
    paper.ask_for_paper(review_round, readers)
    runs_or_sponsors = closed_rounds(request.user).filter(pk=round_id).exists()
    return redirect("program_review" if runs_or_sponsors else "round_results", round_id)


@page(reads_results)
@never_cache
def program_review_paper(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """The PDF (`?for=team` or everyone), once the worker has made it; before that the way back."""
    readers = readers_of(request.GET.get("for"))
    review_round = round_of_paper(request.user, round_id, readers)
    made = paper.paper_of(paper.said_of(review_round), readers)
    if made["state"] != paper.READY:
        runs_or_sponsors = closed_rounds(request.user).filter(pk=round_id).exists()
        return redirect("program_review" if runs_or_sponsors else "round_results", round_id)
    name = f"review-{review_round.number}-{readers}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made["pdf"], content_type="application/pdf", headers=headers)
