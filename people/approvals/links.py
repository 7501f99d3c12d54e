"""Links in the mail to the present address: its holder agrees, or refuses, without signing in. GET changes nothing."""

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.models import HeldAct
from people.models.organization import site_url

AGREE, REFUSE = "agree", "refuse"
#: A link to agree is good for three days; one to refuse as long as there is something to refuse, however long.
GOOD_FOR = {AGREE: 3 * 24 * 3600, REFUSE: None}


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
    found = HeldAct.objects.open().for_page().filter(pk=pk) if pk else HeldAct.objects.none()
    if answer == AGREE:  # a mailbox alone resets no second factor
        found = found.filter(kind=HeldAct.Kind.CHANGE_ADDRESS)
    act = found.first()
    if act is None:
        raise Refused(_("This link is not valid any more. Ask your HR team to send a new one."))
    return act
