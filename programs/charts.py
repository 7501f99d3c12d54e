"""Demand and supply: who wants to learn a topic, who can share it."""

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.charts import Chart, bars
from programs.closeness import Sight
from programs.models import Cycle
from programs.querysets import GONE


def demand_and_supply(cycle: Cycle, sight: Sight) -> Chart:
    """Per topic the leaders who want it and the mentors who can share it; one query. Without people near the reader, of
    whom neither what they answered nor that they have left is shown."""
    here = ~Q(choices__participant__state__in=GONE) & Q(choices__participant__cycle=cycle)
    here &= ~Q(choices__participant__user__in=sight.others)
    topics = list(
        cycle.program.topics.annotate(
            wanted=Count("choices", filter=here & Q(choices__participant__side="senior")),
            shared=Count("choices", filter=here & Q(choices__participant__side="junior")),
            places=Sum("choices__participant__capacity", filter=here & Q(choices__participant__side="junior")),
        ).order_by("position", "name")
    )
    rows = [(topic.name, topic.wanted, topic.shared, topic.places or 0) for topic in topics]
    answered = (
        cycle.participants.filter(applied_at__isnull=False).exclude(state__in=GONE).exclude(sight.of_others).count()
    )
    return Chart(
        id="demand",
        title=_("Wanted and offered, topic by topic"),
        sentence=sentence(rows, answered),
        drawing=bars(
            [row[0] for row in rows],
            {
                _("Leaders want to learn it"): [row[1] for row in rows],
                _("Mentors can share it"): [row[2] for row in rows],
            },
            colors=["attention", "accent"],
        ),
        columns=[_("Topic"), _("Leaders want to learn it"), _("Mentors can share it"), _("Partners they can take")],
        rows=rows if answered else (),
        definition=_("Everybody who has answered and has not left counts once for each topic they rated."),
        n=answered,
        period=cycle.name,
    )


def sentence(rows: list[tuple[str, int, int, int]], answered: int) -> str:
    """What to do about it, in one sentence."""
    short = [row[0] for row in rows if row[1] > row[2]]
    if not answered:
        return _("Nobody has answered yet.")
    if not short:
        return _("For every topic there are at least as many mentors as leaders who want it.")
    return ngettext(
        "For one topic there are fewer mentors than leaders who want it: %(topics)s.",
        "For %(n)s topics there are fewer mentors than leaders who want them: %(topics)s.",
        len(short),
    ) % {"n": len(short), "topics": ", ".join(short)}
