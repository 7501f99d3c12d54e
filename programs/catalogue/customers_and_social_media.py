"""Customers and social media: how people find, judge and talk about the organisation."""

from django.utils.translation import gettext_lazy as _

from programs.catalogue import template
from programs.catalogue.template import Asked, AskedQuestion, ProgramTemplate

CUSTOMERS_AND_SOCIAL_MEDIA = ProgramTemplate(
    code="customers_and_social_media",
    name=_("Customers and social media"),
    icon="megaphone",
    description=_("Leaders see the organisation through the eyes of young customers and the feeds they read."),
    purpose=_(
        "Younger customers meet us first in a feed, a review or a video, long before they meet a salesperson. Mentors "
        "show leaders where these conversations happen, what is said about us there and how people decide. Leaders "
        "find a voice of their own in public; mentors learn how the whole business hangs together."
    ),
    success_measures=_(
        "Every leader has followed one customer's way from first sight to purchase, and changed one thing on it.\n"
        "Leaders who want a public voice post regularly and in their own words.\n"
        "At least three proposals from pairings reach the people who decide about products or campaigns."
    ),
    topics=(
        _("How young customers choose"),
        _("Short video and creators"),
        _("A leader's own voice on professional networks"),
        _("Communities, reviews and word of mouth"),
        _("Answering criticism in public"),
        _("What to measure, and what not to trust"),
        _("Buying online, from first sight to delivery"),
    ),
    questions=(
        template.CAN_SHARE,
        AskedQuestion(
            _("Which brand would you recommend to a friend this week, and how did you come across it?"), Asked.JUNIOR
        ),
        AskedQuestion(_("What about our customers under thirty puzzles you?"), Asked.SENIOR),
        AskedQuestion(_("Where are you present online, and where do you hesitate?"), Asked.SENIOR),
        template.HOPES,
    ),
)
