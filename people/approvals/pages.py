"""What pages and mails show of acts that need two; the links let the holder of the present address answer without
signing in, and opening one changes nothing."""

import datetime as dt
from dataclasses import dataclass, field

from django.core import signing
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.approvals import act_kinds, address_changes, closeness_changes, second_person
from people.deadlines import Deadline
from people.models import AuditEntry, HeldAct, User
from people.models.organization import site_url

LATELY = 20
RENAMED_FOR = dt.timedelta(days=30)
AGREE, REFUSE = "agree", "refuse"
#: A link to agree is good for three days; one to refuse as long as there is something to refuse, however long.
GOOD_FOR = {AGREE: 3 * 24 * 3600, REFUSE: None}


@dataclass
class Shown:
    """An act in words, for a list."""

    act: HeldAct
    what: str = ""

    @property
    def may_refuse(self) -> bool:
        """Whether the person whom it is about can still refuse it."""
        return self.act.is_open

    @property
    def is_own_wish(self) -> bool:
        """Whether the person has asked for it about themselves."""
        return self.act.person_id == self.act.asked_by_id

    def __post_init__(self) -> None:
        self.what = act_kinds.in_words(self.act)


@dataclass
class Choice:
    """What the reader may do with an act, and whom else it waits for."""

    may_approve: bool = False
    may_refuse: bool = False
    may_withdraw: bool = False
    why_not: str = ""
    able: list[User] = field(default_factory=list)


def choice_of(user: User, act: HeldAct) -> Choice:
    """The buttons of one reader on one act; a fixed number of queries."""
    if not act.is_open:
        return Choice()
    is_own = user.pk == act.asked_by_id
    choice = Choice(may_refuse=not is_own, may_withdraw=is_own)
    if act.is_undecided:
        choice.why_not = second_person.why_not(user, act) or act_kinds.hindered(act)
        choice.may_approve = not choice.why_not
        choice.able = second_person.eligible(act)
    return choice


def facts_of(act: HeldAct) -> list[tuple[str, object]]:
    """Who, about whom, when and what came of it."""
    facts: list[tuple[str, object]] = [(_("Asked by"), act.asked_by)]
    if act.person:
        facts.append((_("About"), act.person))
    facts += act_kinds.more_about(act)
    if renamed := _renamed_lately(act):
        facts.append((_("Renamed in the last 30 days"), renamed))
    facts.append((_("Asked"), _at(act.asked_at)))
    if act.reason:
        facts.append((_("Why"), act.reason))
    if act.decided_by:
        facts.append((_("Decided by"), act.decided_by))
    if act.state == HeldAct.State.APPROVED and act.holds_until:
        facts.append((_("Holds from"), Deadline(act.holds_until)))
    elif act.is_undecided:
        facts.append((_("Open until"), Deadline(act.open_until)))
    if act.outcome:
        facts.append((_("How"), act.outcome))
    return facts


def _renamed_lately(act: HeldAct) -> str:
    """How the name of the person has changed before it was decided: whoever can give a name can mislead with it."""
    if act.person_id is None:
        return ""
    since = act.asked_at - RENAMED_FOR
    entries = AuditEntry.objects.filter(person=act.person_id, act="person.changed", at__gt=since).order_by("at")
    earlier_names = [entry.details.get(name, "") for entry in entries for name in ("first_name", "last_name")]
    return "; ".join(filter(None, earlier_names))


def moving_of(user: User, act: HeldAct) -> address_changes.Moving | None:
    """For whom one approval of a changed domain would be, were it the reader's; None for other acts."""
    if act.kind != HeldAct.Kind.CHANGE_DOMAIN or not act.is_undecided:
        return None
    return address_changes.moving(act, second=None if user.pk == act.asked_by_id else user)


def _at(instant: dt.datetime) -> str:
    return date_format(localtime(instant), "DATETIME_FORMAT")


def changes_of(act: HeldAct) -> list[tuple[str, str, str]]:
    """The fields of an entry that would change: label, before, after."""
    other = {"manager": _("Manager"), "is_active": _("Active")}
    return [
        (other.get(name) or _label_of(name), before, after) for name, before, after in closeness_changes.facts_of(act)
    ]


def _label_of(name: str) -> str:
    """What a field of an entry is called on its form."""
    field = {"language": "spoken_languages"}.get(name, name)
    return str(capfirst(getattr(User._meta.get_field(field), "verbose_name", name)))


def told_to_owner(person: User) -> list[Shown]:
    """What was asked and done about a person, as their own page shows it: the latest first."""
    return [Shown(act) for act in HeldAct.objects.about(person)[:LATELY]]


def link_of(act: HeldAct, answer: str) -> str:
    """The whole address of the page with one button; for the mail to the owner and for nothing else."""
    token = signing.dumps(str(act.pk), salt=f"people.held_act.{answer}")
    return site_url() + reverse("owner_link", args=[answer, token])


def act_of(token: str, answer: str) -> HeldAct:
    """The open act that a link stands for. Raises Refused for one that is over, or was never sent."""
    try:
        pk = signing.loads(token, salt=f"people.held_act.{answer}", max_age=GOOD_FOR[answer])
    except signing.BadSignature:
        pk = None
    acts = HeldAct.objects.open().for_page().filter(pk=pk) if pk else HeldAct.objects.none()
    if answer == AGREE:  # a mailbox alone resets no second factor
        acts = acts.filter(kind=HeldAct.Kind.CHANGE_ADDRESS)
    act = acts.first()
    if act is None:
        raise Refused(_("This link is not valid any more. Ask your HR team to send a new one."))
    return act
