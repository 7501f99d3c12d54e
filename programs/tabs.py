"""The steps of a program's pages: those of programs themselves, and what upper apps add in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frame.ports import Hook
from people.models import User
from programs.closeness import TeamScope
from programs.models import Cycle, Participant, Program
from programs.setup_tasks import incomplete_topics

Text = str | Promise


@dataclass(frozen=True)
class Status:
    """How far a step is: `state` is "done", "attention", "next" or "" (nothing to say); `text` says it in words.

    `url` leads straight to what waits, where that is more than the step's own page; `action` is what its button says.
    """

    state: str = ""
    text: Text = ""
    url: str = ""
    action: Text = ""


def nothing_to_say(program: Program, cycle: Cycle | None, user: User) -> Status:
    return Status()


@dataclass(frozen=True)
class Tab:
    """One step. `url_name` is reversed with the program's id alone; the chosen cycle follows as `?cycle=`.

    `status(program, cycle, user)` is asked on the program's overview only, for the one who reads it: at most two
    queries each.
    """

    code: str
    label: Text
    url_name: str
    position: int
    icon: str = "arrow-right"
    status: Callable[[Program, Cycle | None, User], Status] = nothing_to_say


tabs: Hook[Tab] = Hook("programs.tabs.tabs", "The steps of a program's pages.", key=lambda tab: tab.code)


def all_tabs() -> list[Tab]:
    """The steps in order."""
    return sorted(tabs, key=lambda tab: tab.position)


def setup_status(program: Program, cycle: Cycle | None, user: User) -> Status:
    """Done once the program is open; before that, what is missing."""
    if not program.is_draft:
        return Status("done", _("Complete"))
    topics_left = len(incomplete_topics(program))
    if topics_left:
        text = ngettext("%(n)s topic is missing", "%(n)s topics are missing", topics_left) % {"n": topics_left}
        return Status("attention", text)
    return Status("next", _("Everything is there; check the answers and open enrolment"))


def people_status(program: Program, cycle: Cycle | None, user: User) -> Status:
    """How many have answered, and how many wait for a decision; of those whose state the reader is shown."""
    if cycle is None or program.is_draft:
        return Status("", _("Starts when enrolment is open"))
    counts = dict(
        cycle.participants.exclude(TeamScope(user).hidden).order_by().values_list("state").annotate(n=Count("pk"))
    )
    waiting_count = counts.get(Participant.State.APPLIED, 0)
    if waiting_count:
        text = ngettext("%(n)s person waits for your decision", "%(n)s people wait for your decision", waiting_count)
        url = reverse("participant_list", args=[program.pk], query={"cycle": cycle.pk, "state": "applied"})
        return Status("attention", text % {"n": waiting_count}, url, _("Decide"))
    taking_part = sum(counts.get(state, 0) for state in ("approved", "active", "completed"))
    if not taking_part:
        return Status("next", _("Invite people, or share the enrolment link"))
    return Status(
        "done", ngettext("%(n)s person takes part", "%(n)s people take part", taking_part) % {"n": taking_part}
    )


TABS = (
    Tab("overview", gettext_lazy("Overview"), "program_detail", 0, "home"),
    Tab("setup", gettext_lazy("Set up"), "program_setup", 10, "adjustments-horizontal", status=setup_status),
    Tab("people", gettext_lazy("People"), "participant_list", 20, "users", status=people_status),
)
