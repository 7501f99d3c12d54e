"""Changing a small win where it stands, on the page of its meeting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.access import HARMLESS, PersonRequest, action
from sessions.forms import WinForm
from sessions.models import Win
from sessions.rules import mentor_or_leader
from sessions.services import change_win, take_back_win


@action(mentor_or_leader, post=HARMLESS)
def win_change(request: PersonRequest, win_id: Any) -> HttpResponse:
    """Its author words it anew, or takes it back."""
    wins = Win.objects.visible_to(request.user).select_related("pairing__junior__user", "pairing__senior__user")
    win = get_object_or_404(wins, pk=win_id)
    if request.POST.get("act") == "take_back":
        take_back_win(win=win, by=request.user)
        messages.success(request, _("The win is taken back."))
    else:
        form = WinForm(request.POST, win=win)
        if not form.is_valid():
            raise Refused(_("Write the win in a line of at most 300 characters. Nothing was changed."))
        change_win(win=win, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("The change is saved."))
    return redirect("meeting_detail", win.meeting_id) if win.meeting_id else redirect(win.pairing.url)
