"""How soon one wants the messages of each group: by itself, in a daily or weekly mail, or not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.digest import save_frequencies, wishes_of
from notifications.kinds import Channel, Frequency, Group, Kind
from people.access import HARMLESS, PersonRequest, action, signed_in
from people.models import User

TOGETHER_OR_NOT = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY, Frequency.OFF)
AT_ONCE_OR_NOT = (Frequency.AT_ONCE, Frequency.OFF)

ABOUT = {
    Group.PROGRAM: gettext_lazy("that enrolment closes, and what the program team writes to you"),
    Group.PAIRING: gettext_lazy("what waits for your signature, and what you are to do"),
    Group.MEETINGS: gettext_lazy("invitations, changes, the reminder, and the prompt to log it"),
    Group.REVIEWS: gettext_lazy("that a review is open, and that it closes"),
    Group.COMMUNITY: gettext_lazy("thanks, milestones, and words that wait for you"),
    Group.TEAM: gettext_lazy("pairs that slip, and what waits for your decision"),
}


@dataclass(frozen=True)
class Select:
    """What one chooses for a group on a channel; `chosen` is empty while nothing was."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


def offered_to(user: User) -> list[Kind]:
    """The kinds on a person's preferences page."""
    return [kind for kind in kinds.all_kinds() if kind.is_for is None or kind.is_for(user)]


def groups_of(offered: Iterable[Kind]) -> dict[str, list[Kind]]:
    """The kinds that one may choose about, by group, in the order of the groups; without empty groups."""
    free = [kind for kind in offered if kind.can_be_switched_off]
    by_group = {group: [kind for kind in free if kind.group == group] for group in Group.values}
    return {group: members for group, members in by_group.items() if members}


def frequencies_for(members: Iterable[Kind], channel: str) -> tuple[str, ...]:
    """What can be chosen: a digest only by mail, and where something in the group can wait for it."""
    can_wait = channel == Channel.EMAIL and any(kind.can_be_gathered for kind in members)
    return TOGETHER_OR_NOT if can_wait else AT_ONCE_OR_NOT


def rows_for(user: User, offered: Iterable[Kind]) -> Iterator[tuple[str, str, list[Select]]]:
    """Each group with what is in it and its choices; a query per channel."""
    chosen = {channel: wishes_of([user.pk], channel) for channel in Channel.values}
    for group, members in groups_of(offered).items():
        selects = [
            Select(
                name=f"{group}:{channel}",
                label=str(Channel(channel).label),
                options=[(value, str(Frequency(value).label)) for value in frequencies_for(members, channel)],
                chosen=chosen[channel].get((user.pk, group), ""),
            )
            for channel in Channel.values
        ]
        yield str(Group(group).label), str(ABOUT[Group(group)]), selects


def wanted_from(posted: QueryDict, offered: Iterable[Kind]) -> dict[tuple[str, str], str]:
    """What was chosen, by group and channel; what cannot be chosen is left out."""
    wanted = {}
    for group, members in groups_of(offered).items():
        for channel in Channel.values:
            value = posted.get(f"{group}:{channel}", "")
            if value == "" or value in frequencies_for(members, channel):
                wanted[group, channel] = value
    return wanted


@action(signed_in, post=HARMLESS)
def frequencies_choose(request: PersonRequest) -> HttpResponse:
    """Keep one's choice for all groups."""
    save_frequencies(user=request.user, wanted=wanted_from(request.POST, offered_to(request.user)))
    messages.success(request, _("Your choice is saved."))
    return redirect("preferences")
