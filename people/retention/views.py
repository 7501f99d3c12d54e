"""The pages on which HR sets how long things are kept and places holds, and HR and operators see what went."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frame.errors import Refused
from frame.forms import audience
from frame.posts import posted
from people.access import HARMLESS, ONCE, PersonRequest, action, any_of, hr_admin, operator, page
from people.models import LegalHold, RetentionPeriod, RetentionRun, User
from people.models.base import OneLineText
from people.retention.holds import place_hold
from people.retention.lifting import ask_to_lift, asked_to_lift
from people.retention.services import MoreWouldGo, set_period
from people.retention.time_limits import LONGEST_DAYS, RETENTION_RULES, RetentionRule, days_of
from people.upper_floors import pairings

READERS = gettext_lazy("HR")
UUID_IN_ADDRESS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Shown:
    """A rule as its row shows it: `went` is what the last run did, in words."""

    rule: RetentionRule
    days: int
    went: str
    has_failed: bool


@page(any_of(hr_admin, operator))
def retention_list(request: PersonRequest) -> HttpResponse:
    """How long each kind of thing is kept, why, and what the last run let go of."""
    run = RetentionRun.objects.first()
    rules = sorted(_shown(run.report if run else {}), key=lambda shown: shown.rule.is_fixed)
    context = {"rules": rules, "run": run, "is_hr": hr_admin(request.user)}
    return render(request, "people/retention_list.html", context)


def _shown(report: dict[str, Any]) -> Iterator[Shown]:
    chosen = dict(RetentionPeriod.objects.values_list("code", "days"))
    for rule in RETENTION_RULES:
        told = report.get(rule.code)
        yield Shown(rule, days_of(rule, chosen), _went(rule, told), bool(told and told["failed"]))


def _went(rule: RetentionRule, told: dict[str, Any] | None) -> str:
    if told is None:
        return ""
    if told["failed"]:
        return _("It failed; the server's log says why.")
    if not rule.is_counted:
        return _("How much went is not said: it could tell what somebody did in confidence.")
    if not told["rows"]:
        return _("Nothing was old enough.")
    words = ngettext("%(rows)s went, of %(oldest)s.", "%(rows)s went, the oldest of %(oldest)s.", told["rows"])
    return words % told


@page(hr_admin, post=ONCE)
def retention_change(request: PersonRequest, code: str) -> HttpResponse:
    """Another number of days for one kind; what goes for good meanwhile is said first."""
    rule = RETENTION_RULES.find(code)
    if rule is None or rule.is_fixed:
        raise Http404
    days = days_of(rule, dict(RetentionPeriod.objects.filter(code=code).values_list("code", "days")))
    form = PeriodForm(*posted(request), rule=rule, days=days)
    if request.method == "POST" and form.is_valid():
        try:
            set_period(rule=rule, days=form.cleaned_data["days"], by=request.user, is_sure=form.cleaned_data["sure"])
        except MoreWouldGo as refusal:
            form.ask(str(refusal))
        except Refused as refusal:
            form.add_error("days", str(refusal))
        else:
            messages.success(request, _("Saved. It holds from the next run on, within a day."))
            return redirect("retention_list")
    context = {"form": form, "rule": rule, "days": days}
    return render(request, "people/retention_change.html", context, status=422 if form.errors else 200)


class PeriodForm(forms.Form):
    """The days; and, where more would go, a tick that this is meant."""

    days = forms.IntegerField(label=gettext_lazy("Days"))
    sure = forms.BooleanField(label=gettext_lazy("Yes, let it go"), required=False)

    def __init__(self, *args: Any, rule: RetentionRule, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["days"] = days
        self.fields["days"].widget.attrs |= {"min": rule.least, "max": LONGEST_DAYS}
        self.fields["days"].help_text = _("From %(least)s to %(most)s.") % {"least": rule.least, "most": LONGEST_DAYS}
        if "sure" not in self.data:
            self.fields["sure"].widget = forms.HiddenInput()

    def ask(self, words: str) -> None:
        """Show the tick, with what would go."""
        self.fields["sure"].widget = forms.CheckboxInput()
        self.add_error("sure", words)


@page(hr_admin, post=ONCE)
def hold_list(request: PersonRequest) -> HttpResponse:
    """What is on hold, and a form to place another one."""
    form = HoldForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            place_hold(**form.subject, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, _("The hold is placed. It is in the audit log."))
            return redirect("hold_list")
    holds = list(LegalHold.objects.visible_to(request.user).for_list())
    titles = pairings().titles_of([hold.pairing_id for hold in holds if hold.pairing_id])
    asked = asked_to_lift()
    rows = [
        (hold, hold.person or titles.get(hold.pairing_id or uuid.UUID(int=0), ""), asked.get(str(hold.pk)))
        for hold in holds
    ]
    return render(request, "people/hold_list.html", {"form": form, "rows": rows}, status=422 if form.errors else 200)


class HoldForm(forms.Form):
    """Whom or what to keep, and why."""

    on = forms.CharField(
        label=gettext_lazy("Person or pairing"),
        max_length=400,
        help_text=gettext_lazy("A person's e-mail address, or the address of a pairing's page."),
    )
    reason = audience(OneLineText(label=gettext_lazy("Why"), max_length=300), READERS)

    @property
    def subject(self) -> dict[str, Any]:
        """The person, or the pairing's id, as `place_hold` takes them."""
        chosen: dict[str, Any] = self.cleaned_data["on"]
        return chosen

    def clean_on(self) -> dict[str, Any]:
        typed = str(self.cleaned_data["on"]).strip()
        if pairing_id := UUID_IN_ADDRESS.search(typed):
            return {"pairing": uuid.UUID(pairing_id[0])}
        person = User.objects.filter(email__iexact=typed).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has this address, or nothing is left of them that could be kept."))
        return {"person": person}


@action(hr_admin, post=HARMLESS)
def hold_lift(request: PersonRequest, hold_id: uuid.UUID) -> HttpResponse:
    """Ask that a hold is lifted; a second HR admin has to agree."""
    hold = get_object_or_404(LegalHold.objects.visible_to(request.user), pk=hold_id)
    act = ask_to_lift(hold=hold, by=request.user)
    messages.success(request, _("It now waits for a second HR admin. Until then everything is kept."))
    return redirect("held_act", act.pk)
