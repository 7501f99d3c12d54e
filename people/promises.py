"""What is promised to those who write: the words of the page "What happens to my words", and of every other place that
says the same, so that no second copy can say something else. And where one reads on, which upper apps add."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from frame.ports import Hook
from people.retention.time_limits import periods

Text = str | Lazy


@dataclass(frozen=True)
class Promise:
    """One promise; those about readers have a name and an icon. In its wording `{days}` are those of a `period`, a rule
    of retention."""

    code: str
    wording: Text
    name: Text = ""
    icon: str = ""
    period: str = ""

    @property
    def text(self) -> str:
        """As it holds now; with a period one query."""
        return self.with_days(periods() if self.period else {})

    def with_days(self, days: Mapping[str, int]) -> str:
        """With the days of every rule by its code."""
        return str(self.wording).format(days=days[self.period]) if self.period else str(self.wording)


@dataclass(frozen=True)
class Chapter:
    code: str
    title: Text
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Further:
    """Where one reads on about what is promised: a page without arguments, for those whom the rule lets in.

    `finding` says in a sentence how it stands there now; the page of the organisation asks it.
    """

    label: Text
    url_name: str
    rule: Callable[[Any], bool]
    finding: Callable[[], str]


further_reading: Hook[Further] = Hook(
    "people.promises.further_reading",
    "Pages that prove what is promised; offered beside the promises and on the organisation's page.",
    key=lambda further: further.url_name,
)


@dataclass(frozen=True)
class DatedChange:
    """One thing that is in force differently since a day: what it is about, what it was, and what it is."""

    day: dt.date
    where: str
    what: str
    before: str
    after: str


lately_changed: Hook[Callable[[Any], Iterable[DatedChange]]] = Hook(
    "people.promises.lately_changed",
    "What has changed lately of what is in force, for a reader: shown on “What happens to my words”, the latest first.",
)


def changes_for(reader: Any) -> list[tuple[dt.date, list[DatedChange]]]:
    """Of each day on which something changed, what."""
    all_changes = [change for changes in lately_changed for change in changes(reader)]
    all_changes.sort(key=lambda change: change.day, reverse=True)
    return [(day, list(changes)) for day, changes in groupby(all_changes, key=lambda change: change.day)]


READERS = Chapter(
    "readers",
    _("Who reads them"),
    (
        Promise(
            "only_you",
            _(
                "Your private reflections, your drafts, answers to a question of the month that you keep for "
                "yourself, and whom you do not want to be paired with. Nobody else sees them: not your partner, not "
                "the program team, not HR, not IT on any page."
            ),
            _("Only you"),
            "lock-closed",
        ),
        Promise(
            "the_two",
            _(
                "Logs, agendas, the agreement, objectives, to-dos, promises, small wins, what has changed as a number "
                "(what both of you have confirmed may be added up with that of other pairs, five records or more, and "
                "is never told from the sum). The program team sees that "
                "you met and when, never what you said. An assistant who books meetings sees time and place."
            ),
            _("The two of you"),
            "user-group",
        ),
        Promise(
            "about_you",
            _(
                "Thanks, unless they are for everyone in the program. What a leader would say to a mentor's line "
                "manager, until the mentor lets it go there; whether the mentor does, the leader is not told."
            ),
            _("Whoever wrote it, and the one it is about"),
            "heart",
        ),
        Promise(
            "in_confidence",
            _(
                "A confidential word is read by the people whose names you see before you send it, and by nobody "
                "else. It pauses nothing and tells your partner nothing. You see when it was read, and can take it "
                "back."
            ),
            _("Those you write to in confidence"),
            "chat-bubble-left-ellipsis",
        ),
        Promise(
            "the_team",
            _(
                "Your answers at enrolment (some are for your partner too; it says so beside the question), a reason "
                "for saying no, a request to pause or end (also once it is over), the wish for a change at the end of "
                "a review. The program team is the coordinators and HR, except those who are part of your pairing or "
                "manage one of you, or did until lately."
            ),
            _("The program team"),
            "clipboard-document-list",
        ),
        Promise(
            "everyone",
            _(
                "Insights, what has changed, milestones and small wins, once you and your partner have both agreed to "
                "show them; thanks and answers to a question of the month only where whoever writes them has chosen so."
            ),
            _("Everyone in the program"),
            "megaphone",
        ),
    ),
)
STAYING = Chapter(
    "staying",
    _("They stay as you wrote them"),
    (
        Promise(
            "own_part",
            _(
                "Nobody but you changes or removes your part of a log or a small win of yours; what they said before "
                "you changed them stays readable for both of you. Whether a meeting took place is said by each of you; "
                "where you disagree, both words stand. You can take yours back alone for a day, later if your partner "
                "agrees; that you did stays to be read."
            ),
        ),
        Promise(
            "shared",
            _(
                "What the two of you share (things to do, the time of a meeting, an agenda, the agreement and its "
                "objectives, an insight, what has changed) keeps what it said before, so you both see who changed what."
            ),
        ),
        Promise(
            "withdrawn",
            _(
                "A promise that your partner could have read is withdrawn with a reason, never removed, and still "
                "counts as made."
            ),
        ),
    ),
)
HIDDEN = Chapter(
    "hidden",
    _("What cannot be found out"),
    (
        Promise(
            "said_no",
            _("Whether you said no to a pairing. Your partner reads the same sentence whatever the reason was."),
        ),
        Promise(
            "asked_to_pause",
            _(
                "Whether it was you or the program who asked for a pause or an end. It takes effect for both of you "
                "in the same minute, at 9:00 or 16:00 of a working day, in words that name nobody. When you leave the "
                "program, no page tells your partner before that either, or afterwards that it was you. Your partner "
                "may think of you all the same: a pair is two people."
            ),
        ),
        Promise(
            "answered",
            _(
                "What you answered in a review, and, for whoever uses Turnabout, whether you did. Answers are sealed "
                "until the round closes and then deleted. Results are shown for groups only, in steps so wide that "
                "both answers stay possible for everybody. Only a wish for another partner, or to stop, carries your "
                "name. A comment can give you away by its style."
            ),
        ),
        Promise(
            "conflict",
            _(
                "That a private conflict of interest of yours kept you apart from somebody. The program team reads "
                "“protected”, and not on whose side."
            ),
        ),
    ),
)
LEAVING = Chapter(
    "leaving",
    _("When you or your partner leave"),
    (
        Promise(
            "ended",
            _(
                "When a pairing ends, both of you can still read what you wrote together, as long as your organisation "
                "keeps it. You are told a month before it goes. Nobody else gains access."
            ),
        ),
        Promise("left_program", _("When you leave the program, your enrolment answers stay with the program team.")),
        Promise(
            "left_organisation",
            _(
                "When you leave the organisation, you can no longer sign in. Nobody inherits your reflections or "
                "drafts, and your partner keeps what was written for the two of you."
            ),
        ),
        Promise(
            "own_data",
            _(
                "You can get a copy of everything that is kept about you, and have it erased when you have left: on "
                "your profile, under “My data”."
            ),
        ),
    ),
)
LIMITS = Chapter(
    "limits",
    _("What we cannot promise"),
    (
        Promise(
            "server",
            _(
                "Whoever runs the server could read the texts in its database; the answers of an open review only "
                "together with a secret that is kept apart from it. They could also see on which days of the last "
                "{days} you signed in, and when you wrote what carries your name. What the program team does is "
                "written into an audit log, and what concerns your account you read on your profile, under "
                "“Access log”."
            ),
            period="own_sign_ins",
        ),
    ),
)
CHAPTERS = (READERS, STAYING, HIDDEN, LEAVING, LIMITS)
