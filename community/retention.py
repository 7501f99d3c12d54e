"""How long what people share stays."""

from django.utils.translation import gettext_lazy as _

from community.models import ManagerWord, ReflectionAnswer, Thanks
from pairings.retention import ENDED, OVER
from people.retention.time_limits import Part, RetentionRule, rows_older

THANKS = RetentionRule(
    code="thanks",
    name=_("Thanks"),
    what=_("They are deleted, those for one person and those that everyone in the program reads."),
    reason=_("So that they can be read for some years; each of the two can take them back at any time."),
    default=1095,
    least=90,
    is_counted=False,
    parts=(Part(rows=rows_older(Thanks, "given_at"), age="given_at"),),
)
MANAGER_WORDS = RetentionRule(
    code="manager_words",
    name=_("Words to a mentor's line manager"),
    what=_("They are deleted, also those that have gone to the manager."),
    reason=_("Until the next talk between the two about the year, and no longer."),
    default=365,
    least=30,
    is_counted=False,
    parts=(Part(rows=rows_older(ManagerWord, ENDED, **OVER), age=ENDED, pairing="pairing"),),
)
ANSWERS = RetentionRule(
    code="reflection_answers",
    name=_("Answers to questions to think about"),
    what=_("They are deleted, those for oneself, for two and for everyone in the program."),
    reason=_("So that people can look back on what they thought a few years ago."),
    default=1095,
    least=90,
    is_counted=False,
    parts=(Part(rows=rows_older(ReflectionAnswer, "written_at"), age="written_at"),),
)
RULES = (THANKS, MANAGER_WORDS, ANSWERS)
