"""What was said to somebody in confidence and waits to be read."""

from django.urls import reverse
from django.utils.translation import gettext as _

from insights.home.home_items import Desk, Owed, Urgency
from pairings.models import ConfidentialWord
from people.models import User


def desk(user: User) -> Desk:
    """One line, whatever their number, which names nobody. One query."""
    if not ConfidentialWord.objects.with_news_for(user).exists():
        return Desk()
    label = _("Something to read in confidence")
    return Desk(owed=[Owed(label, reverse("word_list"), _("Read it"), urgency=Urgency.OTHERS_WAIT)])
