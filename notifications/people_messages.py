"""Messages about people's accounts: acts that need two, to all HR admins and to the owner while there is time to
refuse; a second factor that was reset; and the copy of one's data that can be fetched."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Context, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.services import owe, prepare_deliveries
from notifications.wake_worker import wake_after_commit
from people.access import hr_admin
from people.approvals import act_kinds, pages
from people.deadlines import Deadline
from people.models import DataCopy, HeldAct, User
from people.models.data_copy import FETCHED_FOR

HR_CODE, OWNER_CODE = "second_person", "account_change"
#: The owner hears of what can still be refused, of what is done, and of what has come to nothing.
FOR_OWNERS = ("asked", "approved", "done", "refused", "withdrawn", "expired")
#: What is not decided yet.
WAITING = ("asked", "again", "reminder")
RESET, COPY = "second_factor_reset", "data_copy_ready"


def tell(acts: Sequence[HeldAct], event: str) -> None:
    """Owe the messages of one event: one to each HR admin, however many acts were asked for together, and one to each
    owner whom the kind of act tells."""
    if not acts:
        return
    deed = act_kinds.deed_of(acts[0])
    admins = [admin.pk for admin in User.objects.hr_admins() if not deed.is_hidden_from(acts[0], admin)]
    rows = _to_hr(acts, event, admins)
    if event in FOR_OWNERS and deed.tells_owner and not (event == "done" and deed.is_last):
        for act in acts:
            if act.person_id and not _asked_themselves(act, event):
                rows += _owed(OWNER_CODE, [act.person_id], act, event)
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    wake_after_commit()


def _asked_themselves(act: HeldAct, event: str) -> bool:
    """Whoever asks for something about themselves hears what comes of it."""
    return act.person_id == act.asked_by_id and event in ("asked", "approved")


def _to_hr(acts: Sequence[HeldAct], event: str, admins: list[uuid.UUID]) -> list[Delivery]:
    if acts[0].state == HeldAct.State.APPROVED and acts[0].decided_at and len(acts) > 1:
        return []  # parts of one approval, of which HR hears as a whole
    return _owed(HR_CODE, admins, acts[0], event, count=len(acts))


def _owed(kind: str, people: list[uuid.UUID], act: HeldAct, event: str, **extra: int) -> list[Delivery]:
    """`held_act` of the event stands in the key once: an act has each event once."""
    return prepare_deliveries(
        kind=kind, recipients=people, subject_id=act.pk, occasion=event, extra={"event": event, **extra}
    )


def acts() -> QuerySet[HeldAct]:
    return HeldAct.objects.for_page()


def hr_context(delivery: Delivery) -> Context:
    act, event = delivery.subject, delivery.extra.get("event", "asked")
    if event in WAITING and not act.is_undecided:
        raise NoLongerDue(gettext("It is decided by now."))
    return {
        "event": event,
        "until": act.open_until,
        "act": act.get_kind_display(),
        "person": act.who,
        "by": act.asked_by,
        "others": delivery.extra.get("count", 1) - 1,
        "outcome": act.outcome,
        "link": reverse("held_act", args=[act.pk]),
        "action": gettext("Look at it"),
    }


def hr_sample(user: User) -> Context:
    return {
        "event": "asked",
        "until": timezone.now(),
        "act": HeldAct.Kind.CHANGE_ADDRESS.label,
        "person": gettext("Kavya Nair"),
        "by": gettext("Omar Haddad"),
        "others": 0,
        "outcome": "",
        "link": "/",
        "action": gettext("Look at it"),
    }


def owner_context(delivery: Delivery) -> Context:
    """With the links only in the mail, which is not kept; the inbox leads to one's own page."""
    act, event = delivery.subject, delivery.extra.get("event", "asked")
    if (event == "asked" and not act.is_undecided) or (event == "approved" and not act.is_open):
        raise NoLongerDue(gettext("It is decided by now."))
    by_mail = delivery.channel == Channel.EMAIL and act.is_open
    can_agree = act.kind == HeldAct.Kind.CHANGE_ADDRESS
    return {
        "event": event,
        "what": act_kinds.in_words(act),
        "is_erasure": act.kind == HeldAct.Kind.ERASE,
        "is_own_wish": act.person_id == act.asked_by_id,
        "by": act.asked_by,
        "holds_until": Deadline(act.holds_until) if act.holds_until else "",
        "agree_url": pages.link_of(act, pages.AGREE) if by_mail and can_agree else "",
        "refuse_url": pages.link_of(act, pages.REFUSE) if by_mail else "",
        "link": reverse("profile"),
        "action": gettext("See it on your page"),
    }


def owner_sample(user: User) -> Context:
    words: dict[str, Any] = {"event": "approved", "by": gettext("Omar Haddad"), "holds_until": Deadline(timezone.now())}
    return words | {
        "what": gettext("You sign in with new@larkfield.example instead of old@larkfield.example"),
        "agree_url": "",
        "refuse_url": "",
        "link": "/",
        "action": gettext("See it on your page"),
    }


KINDS = (
    Kind(
        code=HR_CODE,
        pace=Pace.AT_ONCE,
        label=_("Something needs two HR admins"),
        why=_("You get this because you are an HR admin: all of you hear of it when a role, a program's team, a "
              "sign-in or a closeness is to change."),
        who_sees=_("All HR admins get the same message."),
        context=hr_context,
        sample=hr_sample,
        subjects=acts,
        can_be_switched_off=False,
        fixed_because=_("Two people can only watch each other if both hear of it."),
        is_for=hr_admin,
    ),
    Kind(
        code=OWNER_CODE,
        pace=Pace.AT_ONCE,
        label=_("A change of your account"),
        why=_("You get this because somebody wants to change how you sign in, or to erase your account."),
        who_sees=_("Your HR admins see that you were told, and what you answered."),
        context=owner_context,
        sample=owner_sample,
        subjects=acts,
        can_be_switched_off=False,
        fixed_because=_("Without it somebody could take over your account unseen."),
        keeps_words=False,
    ),
)  # fmt: skip


def tell_of_reset(person: User) -> None:
    """Their second factor was taken away: it stands at the bell when they sign in again."""
    owe(kind=RESET, recipients=[person.pk], subject_id=person.pk, occasion=timezone.now().isoformat())


def tell_of_copy(copy: DataCopy) -> None:
    """It can be fetched: by mail and at the bell, without a word of what is in it."""
    owe(kind=COPY, recipients=[copy.person_id], subject_id=copy.pk, not_after=copy.kept_until)


def _copies() -> QuerySet[DataCopy]:
    return DataCopy.objects.defer("content")


def copy_context(delivery: Delivery) -> Context:
    copy = delivery.subject
    if copy is None or not copy.can_be_fetched:
        raise NoLongerDue(gettext("The copy is not kept any more."))
    return {"kept_until": Deadline(copy.kept_until), "link": reverse("own_data"), "action": gettext("Fetch it")}


def copy_sample(user: User) -> Context:
    return {"kept_until": Deadline(timezone.now() + FETCHED_FOR), "link": "/", "action": gettext("Fetch it")}


def _context(delivery: Delivery) -> Context:
    return {"link": reverse("mfa_index")}


def _sample(user: User) -> Context:
    return {"link": reverse("mfa_index")}


def _owners() -> Any:
    return User.objects.all()


ACCOUNT_KINDS = (
    Kind(
        code=RESET,
        pace=Pace.AT_ONCE,
        label=_("Your second step was reset"),
        why=_("You get this because the second step of your sign-in was taken away."),
        context=_context,
        sample=_sample,
        subjects=_owners,
        channels=(Channel.IN_APP,),
        can_be_switched_off=False,
        fixed_because=_("Without it you would not notice that somebody is at your account."),
    ),
    Kind(
        code=COPY,
        pace=Pace.AT_ONCE,
        label=_("Your copy of your data"),
        why=_("You get this because you asked for a copy of what is kept about you."),
        who_sees=_("Nobody but you."),
        context=copy_context,
        sample=copy_sample,
        subjects=_copies,
        can_be_switched_off=False,
        fixed_because=_("If you did not ask for it, somebody else is at your account."),
        is_secret=True,
    ),
)
