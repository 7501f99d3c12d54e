"""The steps that programs bring themselves: overview, set-up, people."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.models import User
from programs.closeness import Sight
from programs.models import Cycle, Participant, Program
from programs.setup_tasks import incomplete_topics
from programs.tabs import Status, Tab


def setup_status(program: Program, cycle: Cycle | None, user: User) -> Status:
    """Done once the program is open; before that, what is missing."""
    if not program.is_draft:
        return Status("done", _("Complete"))
    left = len(incomplete_topics(program))
    if left:
        text = ngettext("%(n)s topic is missing", "%(n)s topics are missing", left) % {"n": left}
        return Status("attention", text)
    return Status("next", _("Everything is there; check the answers and open enrolment"))


def people_status(program: Program, cycle: Cycle | None, user: User) -> Status:
    """How many have answered, and how many wait for a decision; of those whose state the reader is shown."""
    if cycle is None or program.is_draft:
        return Status("", _("Starts when enrolment is open"))
    counted = dict(
        cycle.participants.exclude(Sight(user).hidden).order_by().values_list("state").annotate(n=Count("pk"))
    )
    waiting = counted.get(Participant.State.APPLIED, 0)
    if waiting:
        text = ngettext("%(n)s person waits for your decision", "%(n)s people wait for your decision", waiting)
        return Status("attention", text % {"n": waiting})
    there = sum(counted.get(state, 0) for state in ("approved", "active", "completed"))
    if not there:
        return Status("next", _("Invite people, or share the enrolment link"))
    return Status("done", ngettext("%(n)s person takes part", "%(n)s people take part", there) % {"n": there})


TABS = (
    Tab("overview", gettext_lazy("Overview"), "program_detail", 0, "home"),
    Tab("setup", gettext_lazy("Set up"), "program_setup", 10, "adjustments-horizontal", status=setup_status),
    Tab("people", gettext_lazy("People"), "participant_list", 20, "users", status=people_status),
)
