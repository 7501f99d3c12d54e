"""The standard words of the orientation; a program changes them as it likes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import Side

Text = str | Promise


@dataclass(frozen=True)
class Words:
    """What one side reads: screens as (title, text in Markdown), the sentences to tick, a question to warm up."""

    screens: tuple[tuple[Text, Text], ...]
    pledge: tuple[Text, ...] = ()
    question: Text = ""


WHAT_IT_IS = (
    _("What this is, and what it is not"),
    _(
        "Here the more junior of two leads and the more senior learns. It is **not** coaching, not an interview, and "
        "not a review of anybody's work.\n\n"
        "- The mentor decides what is shown and how.\n"
        "- The leader brings questions, and tries things out.\n"
        "- Both say what they do not know."
    ),
)
CONFIDENTIAL = (
    _("What stays between the two of you"),
    _(
        "What you tell each other stays with you unless both of you agree to share it.\n\n"
        "The program team sees that you meet, when, and whether a meeting was moved or missed, and by which side. It "
        "never sees what you say or write to each other. Beside every field stands who reads it; all of it is on the "
        "page *What happens to my words*, in your menu."
    ),
)
FOR_LEADERS = Words(
    screens=(
        WHAT_IT_IS,
        (
            _("Your mentor leads"),
            _(
                "You are used to leading conversations. Here you follow: your mentor sets the topic and the pace.\n\n"
                "- Ask before you advise.\n"
                "- Let a silence stand.\n"
                '- Say once in each meeting: "I did not know that."'
            ),
        ),
        CONFIDENTIAL,
        (
            _("Your first hour"),
            _(
                "Bring one thing you would like to understand and one you do badly. Leave your laptop closed until "
                "your mentor opens theirs. At the end agree what you try out until you meet again, and write it down."
            ),
        ),
        (
            _("When it does not work"),
            _(
                "Say so early, to your mentor or to the program team. Either of you may pause or end it without a "
                "reason; only the program team learns who asked. Cancelling is what ends most pairs: if you must move "
                "a date, do it yourself and offer two others."
            ),
        ),
    ),
    pledge=(
        _("I come to learn. My rank stays outside the door."),
        _("I ask before I advise, and I listen to the end."),
        _("I keep our dates. If I must move one, I do it myself and early."),
        _("What my mentor tells me never comes back to them as an assessment."),
        _("I say what I have tried since we last met, and what I promised."),
    ),
    question=_("What do I pretend to understand?"),
)
FOR_MENTORS = Words(
    screens=(
        WHAT_IT_IS,
        (
            _("You are the one who knows"),
            _(
                "Your leader is here to learn from you. You need no slides: one thing that you do every day and they "
                "never see is a good first meeting.\n\n"
                "Look at what your leader wants to learn, pick one topic, and write down one question that you would "
                "like to ask them in return."
            ),
        ),
        CONFIDENTIAL,
        (
            _("When it gets difficult"),
            _(
                "You may say that a question is not one you want to answer. You may pause or leave without a reason, "
                "and your leader never learns that it was you; only the program team does. Whom you can turn to in "
                "confidence stands by name on the page of your pairing; what you tell them goes nowhere else."
            ),
        ),
        (
            _("Your guide to a meeting"),
            _(
                "**Three openings**\n\n"
                '- "What did you decide last week without really knowing?"\n'
                '- "Show me how you do this, then I show you how I do."\n'
                '- "What do people here not tell you?"\n\n'
                '**Something uncomfortable.** Say what you have seen, not what you think of it: "In the last meeting '
                'nobody under you spoke." Then wait.\n\n'
                '**Your leader lectures.** "May I stop you? I would like you to try it yourself." It is your hour.\n\n'
                "**Four parts.** Five minutes to arrive, half an hour in which you show and they try, ten minutes on "
                "what it means for their work, five to agree who does what."
            ),
        ),
    ),
    question=_("What would I never say to somebody that senior, and why?"),
)
STANDARD: Mapping[str, Words] = {Side.JUNIOR: FOR_MENTORS, Side.SENIOR: FOR_LEADERS}
