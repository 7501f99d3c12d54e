"""What somebody who wants to monitor performance would look for, and does not find here.

Where a setting could make a sentence untrue, `holds` looks at the setting, and the pack says when it does not hold.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.csp import CSP
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insights.pack.content import Fact, Section


def by_design() -> bool:
    """What no setting changes."""
    return True


def loads_nothing_from_elsewhere() -> bool:
    """Whether pages may use what this server sends, and nothing else."""
    own = {CSP.NONE, CSP.SELF, "data:"}
    return all(own.issuperset(sources) for sources in settings.SECURE_CSP.values())


def logs_no_address() -> bool:
    return not settings.DJANGO_STRUCTLOG_IP_LOGGING_ENABLED


def follows_no_session() -> bool:
    return not settings.USERSESSIONS_TRACK_ACTIVITY


@dataclass(frozen=True)
class Absence:
    code: str
    text: str | Promise
    holds: Callable[[], bool] = by_design


ABSENCES = (
    Absence(
        "no_grades",
        gettext_lazy(
            "No grade, rank or score of a person. A score belongs to a possible pair, before anybody is asked."
        ),
    ),
    Absence(
        "no_answers",
        gettext_lazy("No answer of one person to a review, and no result by leader, pair, department or level."),
    ),
    Absence(
        "no_texts",
        gettext_lazy(
            "No reading along: neither HR nor coordinators, sponsors, line managers or IT have a page with the logs, "
            "agendas or agreements of a pair."
        ),
    ),
    Absence(
        "no_managers",
        gettext_lazy("No report to line managers. To manage somebody opens no page about them."),
    ),
    Absence(
        "no_presence",
        gettext_lazy(
            "No page that says what participants look at, how long they take, or when they were last here. That they "
            "signed in is kept by the day, for themselves, and what they open then is not followed."
        ),
        follows_no_session,
    ),
    Absence(
        "no_addresses",
        gettext_lazy("No network address in the log of requests, and no name either."),
        logs_no_address,
    ),
    Absence(
        "no_trackers",
        gettext_lazy("No statistics service, no tracker, nothing that a page loads from another server."),
        loads_nothing_from_elsewhere,
    ),
    Absence(
        "no_links",
        gettext_lazy(
            "No connection to payroll, appraisal, calendars or mailboxes. Invitations go out; only the roster that HR "
            "uploads comes in."
        ),
    ),
    Absence(
        "no_decisions",
        gettext_lazy("No decision by software about a person: people publish a proposal, and the two agree or do not."),
    ),
)


def not_monitored() -> Section:
    return Section(
        "monitoring",
        _("What a monitor of performance would look for, and does not find"),
        tuple(Fact(absence.code, "", _said(absence)) for absence in ABSENCES),
        _(
            "What can be seen of a pair is that two people met: how often, when, and by which side a meeting was "
            "cancelled or missed. That is read by the program team, and is not meant for any judgement of work."
        ),
    )


def _said(absence: Absence) -> str:
    if absence.holds():
        return str(absence.text)
    return _("Does NOT hold on this server, whose settings say otherwise: %(text)s") % {"text": absence.text}
