"""Who holds which role, and which pages each role may open: read from the rules of the views, so that none is left out.

HR admins are named, since one may turn to them; operators are counted. A rule decides by role; whose pairing, program
or review one then meets on a page is decided again by object.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insights.pack.content import Fact, Section
from people.access import Rule
from people.approvals.second_person import SEASONED
from people.checks import our_patterns
from people.models import Role
from people.models.user import RoleGrant

#: What the views of a module are about; the longest beginning counts. Of a module that is not here, its app's name.
SUBJECTS = {
    "people": gettext_lazy("People and the roster"),
    "people.approvals": gettext_lazy("What needs two people"),
    "people.audit": gettext_lazy("The audit log"),
    "people.organization": gettext_lazy("Settings of the organisation"),
    "people.profile": gettext_lazy("One's own account"),
    "people.sign_in": gettext_lazy("One's own account"),
    "roster": gettext_lazy("Import of the roster"),
    "notifications": gettext_lazy("Messages"),
    "notifications.views.inbox": gettext_lazy("One's own messages"),
    "notifications.views.preferences": gettext_lazy("One's own messages"),
    "programs": gettext_lazy("Programs and enrolment"),
    "proposals": gettext_lazy("Finding pairs"),
    "pairings": gettext_lazy("Pairs, agreements and confidential words"),
    "sessions": gettext_lazy("Meetings, logs and promises"),
    "sessions.reviews": gettext_lazy("Reviews"),
    "insights": gettext_lazy("Figures and results"),
    "insights.pack": gettext_lazy("This pack"),
    "mentorship": gettext_lazy("The server"),
}


@dataclass
class Opened:
    """What one rule opens of one subject."""

    rule: Rule
    pages: list[str] = field(default_factory=list)
    buttons: int = 0

    @property
    def number(self) -> str:
        pages = ngettext("%(n)s page", "%(n)s pages", len(self.pages)) % {"n": len(self.pages)}
        buttons = ngettext("%(n)s button", "%(n)s buttons", self.buttons) % {"n": self.buttons}
        return ", ".join([pages] * bool(self.pages) + [buttons] * bool(self.buttons))


def pages_by_role() -> Section:
    """By subject; the roles as the rules themselves call them."""
    return Section(
        "access",
        _("Which pages each role may open"),
        tuple(_facts()),
        _(
            "From the rules that the pages carry. That a role may open a kind of page does not say that somebody meets "
            "everything there: whose pair, program or review one finds is decided again each time. A line manager has "
            "no page as such, and whoever is close to a pair has no rights of the team over it."
        ),
    )


def _facts() -> Iterator[Fact]:
    by_subject = opened_by_subject()
    for subject in sorted(by_subject):
        for name, opened in sorted(by_subject[subject].items()):
            details = ((_("Such as"), " ".join(opened.pages)),) if opened.pages else ()
            yield Fact(f"{subject}/{name}", f"{subject}: {in_words(opened.rule)}", opened.number, details)


def opened_by_subject() -> dict[str, dict[str, Opened]]:
    """By subject and name of the rule, every page and button of the site."""
    opened_by: dict[str, dict[str, Opened]] = defaultdict(dict)
    for _route, pattern in our_patterns():
        view: Any = pattern.callback
        rule: Rule = view.access_rule
        opened = opened_by[subject_of(view.__module__)].setdefault(rule.__name__, Opened(rule))
        if "GET" in view.methods:
            opened.pages.append(first_sentence(view.__doc__, pattern.name or ""))
        else:
            opened.buttons += 1
    return opened_by


def subject_of(module: str) -> str:
    known = [name for name in SUBJECTS if module == name or module.startswith(f"{name}.")]
    if not known:
        app = apps.get_containing_app_config(module)
        return str(app.verbose_name if app else module)
    return str(SUBJECTS[max(known, key=len)])


def in_words(rule: Rule) -> str:
    """Who it lets in, as the rule says itself."""
    return _(" ".join((rule.__doc__ or rule.__name__).split()).removesuffix("."))


def first_sentence(text: str | None, name: str) -> str:
    """What a view says that it is; its name where it says nothing."""
    words = " ".join((text or name.replace("_", " ").capitalize()).split())
    return _(words.split(". ")[0].split("; ")[0].removesuffix(".") + ".")


def roles() -> Section:
    """One query."""
    grants = RoleGrant.objects.filter(user__is_active=True).order_by("user").values_list("role", "user")
    held = [(role, str(user)) for role, user in grants]
    admins = sorted(user for role, user in held if role == Role.HR_ADMIN)
    operators = [user for role, user in held if role == Role.OPERATOR]
    second_step = _("yes") if settings.REQUIRE_SECOND_FACTOR else _("no")
    return Section(
        "roles",
        _("Who holds which role"),
        (
            Fact("hr_admin", _("HR admins"), _people(len(admins)), people=tuple(admins)),
            Fact("operator", _("Operators (IT)"), _people(len(operators))),
            Fact("second_step", _("HR, coordinators and operators must use a second step to sign in"), second_step),
            Fact("seasoned", _("Days in the role before an HR admin may be the second of two"), str(SEASONED.days)),
        ),
        _(
            "Coordinators, sponsors and persons of trust stand with each program. Nobody alone makes somebody HR or "
            "operator, changes a sign-in address without its owner, or takes a second factor away."
        ),
    )


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}
