"""Verbs of inviting: who would get a message, and sending it, as few queries as for one person."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.clock import end_of_day, local_today
from people.models import User
from programs.models import Cycle, Participant, Side
from programs.recording import record_acts
from programs.reminders import BATCH, owe_messages
from programs.services.locking import hold_cycles

#: So many people are named on the check page; the rest is counted.
NAMED = 200


@dataclass(frozen=True)
class InvitationPlan:
    """Who gets an invitation and who does not: `already` have a place or have said no, `inactive` have left."""

    wanted: list[User]
    already: list[Participant]
    inactive: list[User]

    @property
    def more(self) -> int:
        """How many of those who get a message the check page does not name."""
        return max(0, len(self.wanted) - NAMED)

    @property
    def fingerprint(self) -> str:
        """Changes when anybody else would be invited: the check page sends it back."""
        ids = "".join(sorted(str(user.pk) for user in self.wanted))
        return uuid.uuid5(uuid.NAMESPACE_OID, ids).hex


def plan_invitations(*, cycle: Cycle, users: Iterable[User]) -> InvitationPlan:
    """Sort people into those who get a message and those who do not, with the reason."""
    present = {
        participant.user_id: participant for participant in cycle.participants.select_related("user__department")
    }
    chosen = list(users)
    return InvitationPlan(
        wanted=[user for user in chosen if user.is_active and user.pk not in present],
        already=[present[user.pk] for user in chosen if user.pk in present],
        inactive=[user for user in chosen if not user.is_active and user.pk not in present],
    )


#: So many days somebody has to answer who is invited when the link is closed.
DAYS_TO_ANSWER = 14


def usual_last_day(cycle: Cycle) -> dt.date | None:
    """The last day to answer that an invitation names unless another is chosen: the cycle's while its link is open."""
    today = local_today()
    return cycle.enrol_until if cycle.accepts_enrolment(today) else today + dt.timedelta(days=DAYS_TO_ANSWER)


def refuse_unless_inviting(cycle: Cycle, answer_until: dt.date | None) -> None:
    """Invitations lead to a form: it must be open to those who get one."""
    if not cycle.program.is_open:
        raise Refused(_("Open the program first: an invitation leads to the enrolment form."))
    if not cycle.takes_in_people:
        raise Refused(_("This cycle is ending, so nobody new comes in. Invite people to the next one."))
    if answer_until and answer_until < local_today():
        raise Refused(_("The last day to answer has passed. Choose a later one, then invite."))


@transaction.atomic
def invite_people(*, cycle: Cycle, side: str, user_ids: Iterable[uuid.UUID], by: User, again: bool = False,
                  answer_until: dt.date | None = None) -> int:  # fmt: skip
    """Give active people a place as invited on `side` and owe each one invitation; returns how many are new.

    `answer_until` is the last day to answer that their mail names; without it the usual one. It holds for them
    whatever becomes of the cycle's.

    Whoever has a place is left alone; `again` gives those who withdrew or were declined a new invitation.
    """
    hold_cycles([cycle.pk])
    until = answer_until or usual_last_day(cycle)
    refuse_unless_inviting(cycle, until)
    if side not in Side.values:
        raise Refused(_("Say whether they are invited as mentors or as leaders."))
    active_ids = set(User.objects.active().filter(pk__in=list(user_ids)).values_list("pk", flat=True))
    present = cycle.participants.filter(user__in=active_ids)
    returning = list(present.filter(state__in=Participant.GONE).values_list("user_id", flat=True)) if again else []
    new = active_ids - set(present.values_list("user_id", flat=True))
    now = timezone.now()
    invited = {"side": side, "invited_by": by, "invited_at": now, "answer_until": until}
    participants = (Participant(cycle=cycle, user_id=pk, **invited) for pk in new)
    for batch in batched(participants, BATCH):
        Participant.objects.bulk_create(batch, ignore_conflicts=True)
    if returning:
        present.filter(user__in=returning, state__in=Participant.GONE).update(
            **invited, state=Participant.State.INVITED, version=F("version") + 1
        )
    record_acts("participant.invited", cycle, [*new, *returning], by, side=side)
    occasion = f"{local_today()}" if again else ""
    tell_invited(cycle=cycle, user_ids=[*new, *returning], occasion=occasion, until=until)
    return len(new) + len(returning)


def tell_invited(*, cycle: Cycle, user_ids: Iterable[uuid.UUID], occasion: str, until: dt.date | None) -> None:
    """The invitation itself: at once, worthless after the last day to answer."""
    owe_messages(
        kind="invitation",
        recipients=cycle.participants.filter(user__in=list(user_ids), state="invited").values_list("pk", "user_id"),
        occasion=occasion,
        scope=cycle.program_id,
        not_after=end_of_day(until) if until else None,
    )
