"""How long what people said when they enrolled stays, and what running cycles need."""

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.personal_data import Words
from people.retention.time_limits import Need, Part, RetentionRule, rows_older
from programs.models import Answer, Cycle, TeamNote, Todo, WarmUp, Wish

PATH = "participant__cycle"
ENROLMENT = RetentionRule(
    code="enrolment_answers",
    name=_("Answers and wishes from enrolment, and answers to warm up"),
    what=_("They are deleted, except answers that are counted on a page of figures."),
    reason=_("Long enough to take part in the next cycle without the team having to ask again."),
    default=730,
    least=90,
    parts=(
        Part(
            rows=rows_older(
                Answer, f"{PATH}__ends_on", participant__cycle__state=Cycle.State.CLOSED, question__is_in_figures=False
            ),
            age=f"{PATH}__ends_on",
        ),
        Part(
            rows=rows_older(WarmUp, f"{PATH}__ends_on", participant__cycle__state=Cycle.State.CLOSED),
            age=f"{PATH}__ends_on",
        ),
        Part(
            rows=rows_older(Wish, f"{PATH}__ends_on", participant__cycle__state=Cycle.State.CLOSED),
            age=f"{PATH}__ends_on",
        ),
    ),
)
TODOS = RetentionRule(
    code="team_todos",
    name=_("What coordinators had to look at, once it is done"),
    what=_("The names in it are emptied."),
    reason=_("Long enough to see later what was done for a pair."),
    default=365,
    least=30,
    parts=(Part(rows=rows_older(Todo, "done_at"), age="done_at", values={"text": ""}),),
)
NOTES = RetentionRule(
    code="team_notes",
    name=_("What the program team wrote to people by hand"),
    what=_("It is deleted."),
    reason=_("Long enough to see later what people were told."),
    default=730,
    least=30,
    parts=(Part(rows=rows_older(TeamNote, "sent_at"), age="sent_at"),),
)
RULES = (ENROLMENT, TODOS, NOTES)


def longest_running_cycle() -> tuple[int, Words]:
    """For how many days the oldest cycle that is not closed has been going on, or will have when it ends."""
    dates = Cycle.objects.exclude(state=Cycle.State.CLOSED).aggregate(first=Min("starts_on"), last=Max("ends_on"))
    first, today = dates["first"], timezone.localdate()
    days = max(((dates["last"] or today) - first).days, (today - first).days) if first else 0
    words = _now("A cycle is running for %(days)s days, and who was told what belongs to it until it is closed.")
    return days, words % {"days": days}


NEEDS = (Need("message_records", longest_running_cycle), Need("audit", longest_running_cycle))
