"""What one wants to be sent: the form, signed in or from a link in a mail."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from frame.posts import offer, posted
from notifications import calendars, kinds, services
from notifications.forms import RestForm
from notifications.kinds import Channel, Kind
from notifications.services import read_token
from notifications.views.frequencies import offered_to, rows_for
from people.access import HARMLESS, PersonRequest, action, anyone, page, signed_in
from people.models import User


@page(signed_in, post=HARMLESS)
def preferences(request: PersonRequest) -> HttpResponse:
    """Which messages one gets, and how."""
    if request.method == "POST" and request.POST.get("entries") == "remove":
        messages.success(request, taken_out(calendars.remove_entries(request.user)))
        return redirect("preferences")
    form = PreferencesForm(*posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        services.save_preferences(user=request.user, wanted=form.cleaned_data["wanted"], offered=form.offered)
        messages.success(request, _("Your choice is saved."))
        return redirect("preferences")
    return preferences_page(request, form, RestForm(user=request.user))


@action(signed_in, post=HARMLESS)
def rest_choose(request: PersonRequest) -> HttpResponse:
    """Keep one's quiet hours and one's leave."""
    rest = RestForm(request.POST, user=request.user)
    if not rest.is_valid():
        return preferences_page(request, PreferencesForm(user=request.user), rest)
    services.save_rest(user=request.user, values=rest.cleaned_data)
    messages.success(request, _("Your choice is saved."))
    return redirect("preferences")


def preferences_page(request: PersonRequest, form: "PreferencesForm", rest: RestForm) -> HttpResponse:
    names = {
        "form": form,
        "rest": rest,
        "rows": list(form.rows()),
        "groups": list(rows_for(request.user, form.offered)),
        "entries": calendars.entries_without_mail(request.user),
        "zone_name": request.user.zone_words,
    }
    status = 422 if form.errors or rest.errors else 200
    return render(request, "notifications/preferences.html", names, status=status)


@page(anyone, post=HARMLESS)
@csrf_exempt
def unsubscribe(request: PersonRequest, token: str) -> HttpResponse:
    """Switch the mails of a kind off by the link in one of them; looking changes nothing (RFC 8058: one POST, no
    sign-in, no CSRF token)."""
    user_id, kind = whose(token)
    if request.method == "POST":
        services.unsubscribe(user_id=user_id, kind=kind.code)
    person = User.objects.filter(pk=user_id).first()
    names = {"kind": kind, "is_done": request.method == "POST"}
    if person and request.method == "POST" and calendars.keeps_calendar(kind.code):
        if request.POST.get("entries") == "remove":
            names["taken_out"] = taken_out(calendars.remove_entries(person))
        else:
            names["entries"] = calendars.entries_without_mail(person)
    return render(request, "notifications/unsubscribe.html", names)


def taken_out(count: int) -> str:
    text = ngettext(
        "One entry is being taken out of your calendar by a last mail. The meetings themselves stand.",
        "%(n)s entries are being taken out of your calendar by a last mail each. The meetings themselves stand.",
        count,
    )
    return text % {"n": count}


def whose(token: str) -> tuple[uuid.UUID, Kind]:
    """The person and the kind; 404 for a token that is not ours or a kind that cannot be switched off."""
    token_content = read_token(token)
    kind = kinds.find(token_content[1]) if token_content else None
    if token_content is None or kind is None or not kind.can_be_switched_off:
        raise Http404
    return token_content[0], kind


@dataclass(frozen=True)
class Box:
    """One checkbox: a kind on a channel."""

    value: str
    label: str
    is_checked: bool


class PreferencesForm(forms.Form):
    """One checkbox per kind and channel; a kind that cannot be switched off has none."""

    wanted = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.offered = offered_to(user)
        offer(self, "wanted", [(value, value) for value in choices_of(self.offered)])

    def clean_wanted(self) -> set[tuple[str, str]]:
        return {(code, channel) for code, _, channel in (box.partition(":") for box in self.cleaned_data["wanted"])}

    def rows(self) -> Iterator[tuple[Kind, list[Box]]]:
        """Each kind with its boxes, as they are now; one query."""
        off = set(self.user.channel_preferences.filter(is_wanted=False).values_list("kind", "channel"))
        for kind in self.offered:
            yield kind, [box(kind, channel, (kind.code, channel) not in off) for channel in kind.channels]


def choices_of(offered: Iterable[Kind]) -> list[str]:
    return [f"{kind.code}:{channel}" for kind in offered if kind.can_be_switched_off for channel in kind.channels]


def box(kind: Kind, channel: str, is_checked: bool) -> Box:
    return Box(f"{kind.code}:{channel}", str(Channel(channel).label), is_checked)
