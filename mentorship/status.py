"""The operators' page: is everything that sends and remembers alive?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mentorship.signs import all_signs
from notifications import kinds
from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.outbox_state import OTHER, OutboxState, outbox_state
from people.access import PersonRequest, operator, page


@page(operator)
@never_cache
def status(request: PersonRequest) -> HttpResponse:
    """All signs of life, the worst first, and the outbox in numbers."""
    now, everything = timezone.now(), Delivery.objects.all()
    seen, unseen = everything.visible_to(request.user), everything.unseen_by(request.user)
    outbox = outbox_state(seen, now)
    signs = sorted(all_signs(now, outbox, unseen), key=lambda sign: sign.is_well)
    context = {
        "signs": signs,
        "is_well": all(sign.is_well for sign in signs),
        "backlog": backlog_of(outbox),
        "lately": [(Channel(channel).label, count) for channel, count in outbox.sent_lately.items()],
        "failures": failures_of(outbox),
    }
    return render(request, "mentorship/status.html", context)


def backlog_of(outbox: OutboxState) -> list[tuple[object, int]]:
    """What is owed by the name of its kind, most first."""
    names = {kind.code: kind.label for kind in kinds.all_kinds()} | {OTHER: _("Others, in steps of ten")}
    return sorted(((names.get(code, code), count) for code, count in outbox.backlog.items()), key=lambda row: -row[1])


def failures_of(outbox: OutboxState) -> list[tuple[str, int, object]]:
    """What could not be sent by its class: how often, and when last."""
    words = {
        "mail.unreachable": _("The mail server could not be reached"),
        "mail.broken": _("The connection broke off"),
        "mail.later": _("Put off by the mail server"),
        "mail.refused": _("Refused for good"),
        "mail.address": _("The address was refused"),
        "mail.mistake": _("A mistake of ours"),
    }
    return [(words.get(name, name), times, at) for name, (times, at) in outbox.failures.items()]
