"""The Review step of a program's pages."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from programs.models import Cycle, Program
from programs.tabs import Status, Tab
from sessions.reviews.schedule import coming_round_on


def status(program: Program, cycle: Cycle | None, user: User) -> Status:
    """Whether a round is open, or when the next one opens. One query."""
    if cycle is None or cycle.state not in (Cycle.State.RUNNING, Cycle.State.CLOSING):
        return Status()
    open_round = next((found for found in cycle.review_rounds.all() if found.is_open), None)
    if open_round:
        return Status("next", _("Open until %(day)s") % {"day": date_format(open_round.closes_on)})
    next_on = coming_round_on(cycle)
    return Status("", _("Next round on %(day)s") % {"day": date_format(next_on)}) if next_on else Status()


review_tab = Tab("review", gettext_lazy("Review"), "program_reviews", 50, "clipboard-document-check", status)
