"""How long what was said about a pairing that is over stays."""

from django.utils.translation import gettext_lazy as _

from pairings.models import ConfidentialWord, Consent, EndRequest, HandOver, Impact, PastHold
from pairings.querysets import NOT_TO_BE
from people.retention.time_limits import Part, RetentionRule, rows_older
from programs.models import Cycle

#: The pairing is over, and so is its cycle: nothing that goes on needs what was said in it.
OVER = {"pairing__state__in": (*NOT_TO_BE, "completed"), "pairing__cycle__state": Cycle.State.CLOSED}
ENDED = "pairing__ended_at"

REASONS = RetentionRule(
    code="reasons",
    name=_("Reasons for saying no or wanting to end, past pauses, and words to whoever takes over a place"),
    what=_("The reasons and words are emptied, pauses are deleted; that it was declined or ended stays."),
    reason=_("So that the team can still act on them in the next cycle, and no longer."),
    default=365,
    least=30,
    is_counted=False,
    parts=(
        Part(rows=rows_older(Consent, ENDED, **OVER), age=ENDED, values={"reason": ""}, pairing="pairing"),
        Part(
            rows=rows_older(EndRequest, ENDED, **OVER), age=ENDED, values={"reason": ""},
            pairing="pairing",
        ),
        Part(rows=rows_older(PastHold, ENDED, **OVER), age=ENDED, pairing="pairing"),
        Part(
            rows=rows_older(HandOver, ENDED, **OVER), age=ENDED, values={"note": "", "planned": []}, pairing="pairing"
        ),
    ),
)  # fmt: skip
WORDS = RetentionRule(
    code="confidential_words",
    name=_("Confidential words"),
    what=_("They are deleted, with the answers to them."),
    reason=_("Long enough for a complaint that comes late; whoever wrote one can take it back at any time."),
    default=1095,
    least=180,
    is_counted=False,
    parts=(Part(rows=rows_older(ConfidentialWord, ENDED, **OVER), age=ENDED, pairing="pairing"),),
)
IMPACTS = RetentionRule(
    code="impact_records",
    name=_("What has changed because of a pairing, as numbers"),
    what=_("They are deleted, also those that were released; sums of five or more in which they counted stay."),
    reason=_("So that a program can tell for years what came of it, with the pairs that stand behind it."),
    default=1825,
    least=365,
    is_counted=False,
    parts=(Part(rows=rows_older(Impact, ENDED, **OVER), age=ENDED, pairing="pairing"),),
)
RULES = (REASONS, WORDS, IMPACTS)
