"""Messages of the community. None carries words that somebody wrote: a link leads to them. People stand in them with
their whole names, which erasure finds."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.models import ManagerWord, Milestone, Thanks
from community.services.manager_words import FOR_MANAGER, TO_READ
from community.services.milestones import REACHED
from community.services.thanks import RECEIVED
from notifications.kinds import Channel, Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery

GONE = _("It was taken back.")
ONLY_YOU = _("Nobody else learns that you got it.")


def thanks_to_tell() -> QuerySet[Thanks]:
    """Thanks with the two of them."""
    return Thanks.objects.for_list()


def thanks_context(delivery: Delivery) -> Context:
    """Who says thanks; what for and with which words stands on the page."""
    thanks: Thanks | None = delivery.subject
    if thanks is None:
        raise NoLongerDue(str(GONE))
    return describe_thanks(thanks.giver.name, f"{reverse('thanks_list')}#thanks-{thanks.pk}")


def thanks_sample(user: Any) -> Context:
    """With invented data, for the preview."""
    return describe_thanks("Kavya Nair", "/")


def describe_thanks(giver: str, link: str) -> Context:
    return {"giver": giver, "link": link, "action": gettext("Read it")}


def milestones_to_tell() -> QuerySet[Milestone]:
    """Milestones with the two of the pairing."""
    return Milestone.objects.for_list()


def milestone_context(delivery: Delivery) -> Context:
    """One sentence about what the two have come to, which both know."""
    milestone: Milestone | None = delivery.subject
    if milestone is None or not milestone.pairing.side_of(delivery.recipient):
        raise NoLongerDue(gettext("There is no such milestone any more."))
    pairing = milestone.pairing
    return {
        "other": pairing.partner_of(delivery.recipient).name,
        "words": milestone.warm_words,
        "link": f"{pairing.url}#well-done",
        "action": gettext("Look at it"),
    }


def milestone_sample(user: Any) -> Context:
    """With invented data, for the preview."""
    words = str(Milestone.WARM[Milestone.Kind.FIRST_MEETING])
    return {"other": "Jack Whitfield", "words": words, "link": "/", "action": gettext("Look at it")}


def manager_words() -> QuerySet[ManagerWord]:
    """Words to a manager with everybody they concern."""
    return ManagerWord.objects.for_page()


def to_read_context(delivery: Delivery) -> Context:
    """For the mentor: that the leader has written, nothing of what."""
    word: ManagerWord | None = delivery.subject
    if word is None or word.dropped_at:
        raise NoLongerDue(str(GONE))
    if word.pairing.junior.user_id != delivery.recipient_id or word.is_decided:
        raise NoLongerDue(gettext("It has been decided about."))
    return describe_word(word.author.name, "", reverse("manager_word_detail", args=[word.pk]))


def to_read_sample(user: Any) -> Context:
    """With invented data, for the preview."""
    return describe_word("Jack Whitfield", "", "/")


def for_manager_context(delivery: Delivery) -> Context:
    """For the line manager: who has written about whom."""
    word: ManagerWord | None = delivery.subject
    if word is None or word.manager_id != delivery.recipient_id or not word.is_released:
        raise NoLongerDue(str(GONE))
    mentor = word.pairing.junior.user.name
    return describe_word(word.author.name, mentor, reverse("manager_word_detail", args=[word.pk]))


def for_manager_sample(user: Any) -> Context:
    """With invented data, for the preview."""
    return describe_word("Jack Whitfield", "Kavya Nair", "/")


def describe_word(author: str, mentor: str, link: str) -> Context:
    return {"author": author, "mentor": mentor, "link": link, "action": gettext("Read it")}


KINDS = (
    Kind(
        code=RECEIVED,
        pace=Pace.WORKING_TIME,
        label=_("Somebody says thank you"),
        why=_("You get this because somebody in your program has written thanks to you."),
        who_sees=ONLY_YOU,
        context=thanks_context,
        sample=thanks_sample,
        subjects=thanks_to_tell,
        is_secret=True,  # most thanks are for the two of them alone
        group=Group.COMMUNITY,
    ),
    Kind(
        code=REACHED,
        pace=Pace.WORKING_TIME,
        channels=(Channel.IN_APP,),
        label=_("A milestone of your pairing"),
        why=_("You get this because the two of you have come to something."),
        who_sees=_("The two of you get it; the program sees it only if both of you show it."),
        context=milestone_context,
        sample=milestone_sample,
        subjects=milestones_to_tell,
        is_secret=True,  # what two have come to is theirs
        group=Group.COMMUNITY,
    ),
    Kind(
        code=TO_READ,
        pace=Pace.WORKING_TIME,
        label=_("A word to your line manager, for you to read first"),
        why=_("You get this because nothing is sent to your line manager without you."),
        who_sees=ONLY_YOU,
        context=to_read_context,
        sample=to_read_sample,
        subjects=manager_words,
        is_secret=True,
        group=Group.COMMUNITY,
    ),
    Kind(
        code=FOR_MANAGER,
        pace=Pace.WORKING_TIME,
        label=_("A word about what somebody in your team has given as a mentor"),
        why=_("You get this because they have asked for it to be sent to you, as their line manager."),
        who_sees=_("The mentor knows that you get it; nobody else does."),
        context=for_manager_context,
        sample=for_manager_sample,
        subjects=manager_words,
        is_secret=True,  # its author is not told what the mentor has decided
        group=Group.COMMUNITY,
    ),
)
