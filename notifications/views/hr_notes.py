"""HR writes to people of the directory: whom, what, a look at it, and off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Refused
from frame.posts import fingerprint, ticked
from notifications.forms import HrNoteForm
from notifications.hr_notes import filled, send_hr_note
from notifications.models import HrNote
from people.access import HARMLESS, ONCE, PersonRequest, action, hr_admin, page
from people.directory.filters import PeopleFilter
from people.models import Organization, User
from people.querysets import UserQuerySet

SHOWN_AT_MOST = 200
LATEST = 10


class Recipients:
    """Whom the address of the page means, of those who are here: the ticked ones, or with `all` whoever fits the
    filters of the directory, none of which is confidential."""

    def __init__(self, request: PersonRequest) -> None:
        visible = User.objects.visible_to(request.user).active()
        self.chosen: dict[str, str] = {}
        self.list_url = reverse("people_list")
        if request.GET.get("all"):
            filters = PeopleFilter(request.GET, visible, for_hr=True)
            rows, self.chosen = filters.rows, filters.as_details()
            query = request.GET.copy()
            query.pop("all")
            self.list_url += f"?{query.urlencode()}"
        else:
            rows = visible.filter(pk__in=ticked(request.GET))
        self.people: UserQuerySet = User.objects.filter(pk__in=rows.order_by().values("pk"))
        self.ids = sorted(self.people.order_by().values_list("pk", flat=True))

    def named(self) -> list[User]:
        """The first of them, by name."""
        return list(self.people.order_by("last_name", "first_name", "pk")[:SHOWN_AT_MOST])

    @property
    def back_url(self) -> str:
        return reverse("person_detail", args=self.ids) if self.is_one_person else self.list_url

    @property
    def is_one_person(self) -> bool:
        return len(self.ids) == 1 and not self.chosen


@page(hr_admin, post=HARMLESS)
def people_write(request: PersonRequest) -> HttpResponse:
    """Whom it goes to and what it says; posted, the page to check it before it is sent."""
    recipients = Recipients(request)
    form = HrNoteForm(request.POST or None)
    if form.is_valid() and recipients.ids and "back" not in request.POST:
        return check_page(request, recipients, form)
    return write_page(request, recipients, form)


@action(hr_admin, post=ONCE)
def hr_note_send(request: PersonRequest) -> HttpResponse:
    """Send it to exactly those who were shown."""
    recipients, form = Recipients(request), HrNoteForm(request.POST)
    if not form.is_valid():
        return write_page(request, recipients, form)
    if request.POST.get("expected") != fingerprint(recipients.ids):
        messages.warning(request, _("The list has changed since you looked. Check it once more."))
        return (check_page if recipients.ids else write_page)(request, recipients, form)
    try:
        note = send_hr_note(user_ids=recipients.ids, by=request.user, chosen=recipients.chosen, **form.cleaned_data)
    except Refused as refused:
        messages.warning(request, str(refused))
        return write_page(request, recipients, form)
    sentence = ngettext(
        "Your message is on its way to %(n)s person.", "Your message is on its way to %(n)s people.",
        note.recipient_count,
    )  # fmt: skip
    messages.success(request, sentence % {"n": note.recipient_count})
    return redirect(recipients.back_url)


def shown_people(recipients: Recipients) -> dict[str, Any]:
    named = recipients.named()
    count = len(recipients.ids)
    return {"named": named, "count": count, "more": count - len(named), "back_url": recipients.back_url}


def write_page(request: PersonRequest, recipients: Recipients, form: HrNoteForm) -> HttpResponse:
    """The form, and what the writer wrote before: what HR writes to somebody is no other HR admin's to read."""
    shown = shown_people(recipients)
    is_one = shown["count"] == 1
    context = shown | {
        "form": form,
        "heading": _("Write to %(name)s") % {"name": shown["named"][0]} if is_one else _("Write to people"),
        "notes": HrNote.objects.filter(sent_by=request.user)[:LATEST],
    }
    return render(request, "notifications/people_write.html", context, status=422 if form.errors else 200)


def check_page(request: PersonRequest, recipients: Recipients, form: HrNoteForm) -> HttpResponse:
    """Everybody is counted, the first ones are named, and the first one's message is shown."""
    shown, typed, query = shown_people(recipients), form.cleaned_data, request.GET.urlencode()
    reader, count = shown["named"][0], shown["count"]
    names = {"organization": Organization.objects.current().name, "recipient": reader}
    context = shown | {
        "title": _("Send this message?"),
        "reader": reader,
        "shown_subject": filled(typed["subject"], **names),
        "shown_text": filled(typed["text"], **names),
        "typed": typed,
        "expected": fingerprint(recipients.ids),
        "send_url": f"{reverse('hr_note_send')}?{query}",
        "write_url": f"{reverse('people_write')}?{query}",
        "action_label": ngettext("Send it to %(n)s person", "Send it to %(n)s people", count) % {"n": count},
    }
    return render(request, "notifications/note_check.html", context)
