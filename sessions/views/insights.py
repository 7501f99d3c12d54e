"""What a pair learned, and whether everyone in the program may read it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.lists import page_of
from pairings.rules import has_pairing
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.models import User
from programs.models import Program
from sessions.forms import InsightForm
from sessions.models import Insight
from sessions.rules import mentor_or_leader, reads_insights
from sessions.services import agree_to_publish, change_insight, keep_between_us, share_insight
from sessions.views.logs import own_pairing

TEMPLATE = "sessions/insight_form.html"
PAGE = 20


def own_insight(user: User, insight_id: Any) -> Insight:
    insights = Insight.objects.shared_by(user).select_related("pairing__junior__user", "pairing__senior__user")
    return get_object_or_404(insights, pk=insight_id)


def back_to(pairing_id: Any) -> HttpResponse:
    return redirect(reverse("pairing_detail", args=[pairing_id]) + "#insights")


@page(mentor_or_leader, post=ONCE)
def insight_add(request: PersonRequest, pairing_id: Any) -> HttpResponse:
    """Write down a learning and say who should read it."""
    pairing = own_pairing(request.user, pairing_id)
    form = InsightForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "pairing": pairing}
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    cleaned = form.cleaned_data
    share_insight(pairing=pairing, by=request.user, text=cleaned["text"], audience=cleaned["audience"])
    messages.success(request, _("The insight is kept."))
    return back_to(pairing.pk)


@page(mentor_or_leader, post=ONCE)
def insight_edit(request: PersonRequest, insight_id: Any) -> HttpResponse:
    """Its author rewrites it while nobody has agreed to publish it."""
    insight = own_insight(request.user, insight_id)
    form = InsightForm(request.POST or None, insight=insight)
    context = {"form": form, "pairing": insight.pairing, "insight": insight}
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    try:
        change_insight(insight=insight, by=request.user, text=form.cleaned_data["text"])
    except Refused as error:
        form.add_error(None, str(error))
        return render(request, TEMPLATE, context, status=422)
    messages.success(request, _("The change is saved."))
    return back_to(insight.pairing_id)


@action(mentor_or_leader, post=HARMLESS)
def insight_agree(request: PersonRequest, insight_id: Any) -> HttpResponse:
    """One of the two agrees that everyone in the program reads it."""
    version = request.POST.get("version", "")
    insight = agree_to_publish(
        insight=own_insight(request.user, insight_id),
        by=request.user,
        version=int(version) if version.isdecimal() and len(version) < 6 else 0,
    )
    published_sentence = _("Everyone in the program can read it now. Either of you can take it back at any time.")
    agreed_sentence = _("You agreed. It is published when your partner agrees too.")
    messages.success(request, published_sentence if insight.published_at else agreed_sentence)
    return back_to(insight.pairing_id)


@action(mentor_or_leader, post=HARMLESS)
def insight_keep(request: PersonRequest, insight_id: Any) -> HttpResponse:
    """Either of the two takes it back."""
    insight = keep_between_us(insight=own_insight(request.user, insight_id), by=request.user)
    messages.success(request, _("It is between the two of you."))
    return back_to(insight.pairing_id)


@page(reads_insights)
def program_insights(request: PersonRequest, program_id: Any) -> HttpResponse:
    """What pairs of a program chose to share with everyone in it."""
    program = get_object_or_404(Program.objects.shared_with(request.user), pk=program_id)
    published = (
        Insight.objects.visible_to(request.user)
        .published()
        .filter(pairing__cycle__program=program)
        .select_related("pairing__junior__user", "pairing__senior__user")
        .order_by("-published_at")
    )
    page = page_of(request.GET, published, PAGE)
    context = {"program": program, "page": page, "has_pairing": has_pairing(request.user)}
    return render(request, "sessions/program_insights.html", context)
