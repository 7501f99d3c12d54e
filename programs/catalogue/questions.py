"""Questions that make people think before they meet; the set-up offers them, the templates use some."""

from django.utils.translation import gettext_lazy as _

from programs.catalogue.template import Asked, AskedQuestion

CAN_SHARE = AskedQuestion(_("What do you know or do well that someone more senior could learn from you?"), Asked.JUNIOR)
WANTS_TO_LEARN = AskedQuestion(_("What would you like to understand better than you do today?"), Asked.SENIOR)
NOT_SEEN = AskedQuestion(
    _("What do you see in your daily work that people at the top rarely get to see?"), Asked.JUNIOR
)
OWN_TIME = AskedQuestion(_("When did you last change your mind because of someone much younger?"), Asked.SENIOR)
HOPES = AskedQuestion(_("What would make you say, at the end, that this was worth your time?"))
WAY_OF_WORKING = AskedQuestion(_("How do you like to work with someone: prepared or spontaneous, brief or at length?"))
LISTENING = AskedQuestion(_("What helps you to speak openly with someone you do not know well?"))
WORRY = AskedQuestion(_("Is there anything that worries you about taking part?"), is_for_partner=False)
NEEDS = AskedQuestion(_("Is there anything we should arrange so that meetings work for you?"), is_for_partner=False)

OFFERED = (CAN_SHARE, WANTS_TO_LEARN, NOT_SEEN, OWN_TIME, HOPES, WAY_OF_WORKING, LISTENING, WORRY, NEEDS)
