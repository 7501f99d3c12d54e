"""What reviews keep about people: who was asked; while a round is open, sealed answers. Until it closes, nobody
whom it asks is erased."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.erasure.obstacles import Obstacle
from people.models import User
from people.personal_data import (
    ITSELF,
    OF_OTHERS,
    Basis,
    Deleted,
    Kept,
    PersonalRecord,
    Words,
    nothing_of,
    rows_where,
)
from sessions.models import (
    Ballot,
    CastBallot,
    ChangeWish,
    MarkKey,
    ReviewQuestion,
    ReviewRound,
    RoundKey,
    RoundMarks,
    SealedReview,
)
from sessions.reviews.questions import YES
from sessions.reviews.services.answering import answers_so_far, wish_so_far


def own_answers(row: Ballot, reader: User) -> Mapping[Words, Any]:
    """What the owner of a ballot has answered while the round is open, by the text of the question."""
    if row.user_id != reader.pk or not row.round.is_open:
        return {}
    questions = ReviewQuestion.objects.for_side(row.side).filter(round=row.round_id)
    asked = {question.code: question for question in questions}
    answers: dict[Words, Any] = {
        asked[code].text if code in asked else code: _in_words(asked.get(code), answer)
        for code, answer in answers_so_far(row).items()
    }
    wish = wish_so_far(row)
    return answers | ({_("whether you want to go on"): ChangeWish.Wish(wish).label} if wish else {})


def _in_words(question: ReviewQuestion | None, answer: Any) -> Any:
    """Yes and no are kept as the ends of the scale."""
    if question is None or question.kind != ReviewQuestion.Kind.YES_NO:
        return answer
    return gettext("yes") if answer == YES else gettext("no")


SEALED = _("sealed, under a mark that does not say whose; while the round is open your ballot opens your own answers")
AT_CLOSING = _("until the round closes")
ASKED = PersonalRecord(
    model=Ballot,
    name=_("Reviews, and questions after a cycle, that you were asked; while they are open, your answers"),
    purpose=_("To ask everybody once, about each pairing"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself; nobody learns who has answered, or what"),
    kept=_("until the program has had no running cycle for some time; answers until the round closes"),
    rules=("review_ballots",),
    people=("user",),
    exported=("round", "side"),
    computed=own_answers,
    withheld={"user": ITSELF},
    rows_of=Ballot.objects.visible_to,
    on_erasure=Kept(_("who was asked is counted; it does not say who answered")),
)
CAST = PersonalRecord(
    model=CastBallot,
    name=_("That a review was sent"),
    purpose=_("So that everybody counts once"),
    basis=Basis.PARTICIPATION,
    readers=_("nobody"),
    kept=AT_CLOSING,
    people=(),
    withheld={"mark": SEALED},
    rows_of=nothing_of(CastBallot),
    on_erasure=Kept(_("nobody can tell whose it is; it goes when the round closes")),
)
ANSWERED = PersonalRecord(
    model=SealedReview,
    name=_("Sealed answers"),
    purpose=_("To learn how the program is doing, without anybody learning who said what"),
    basis=Basis.PARTICIPATION,
    readers=_("nobody; groups large enough are counted when the round closes"),
    kept=AT_CLOSING,
    people=(),
    withheld={"respondent": SEALED, "sealed": SEALED},
    rows_of=nothing_of(SealedReview),
    on_erasure=Kept(_("nobody can tell whose it is; it goes when the round closes")),
)
MARKS = PersonalRecord(
    model=RoundMarks,
    name=_("Sealed marks of who answered which question, not what"),
    purpose=_("So that two rounds side by side tell no more than each of them"),
    basis=Basis.PARTICIPATION,
    readers=_("nobody"),
    kept=_("until no cycle of the program runs or is asked anything any more"),
    people=(),
    withheld={"sealed": SEALED},
    rows_of=nothing_of(RoundMarks),
    on_erasure=Kept(_("nobody can tell whose it is; they go when the cycle ends")),
)
WISH = PersonalRecord(
    model=ChangeWish,
    name=_("Your wish for another partner, or to stop, at the end of a review"),
    purpose=_("So that the program can act on it"),
    basis=Basis.CONSENT,
    readers=_("yourself; once the round has closed, the program team"),
    kept=_("until the program has had no running cycle for some time"),
    rules=("review_ballots",),
    people=("user",),
    exported=("round", "wish", "talked_at"),
    withheld={"user": ITSELF, "talked_by": OF_OTHERS},
    rows_of=rows_where(ChangeWish, "user"),
    on_erasure=Deleted(),
)
RECORDS = (ASKED, CAST, ANSWERED, MARKS, WISH)
IMPERSONAL = (
    (ReviewRound, "dates, state and thresholds of a round, and ranges of how many have answered"),
    (ReviewQuestion, "what everybody is asked"),
    (RoundKey, "a key that the server's secret opens"),
    (MarkKey, "a key that the server's secret opens"),
)


def open_review(person: User, reader: User | None) -> Iterable[Obstacle]:
    """Who was asked is fixed until then: somebody missing would tell something about who has answered."""
    asked = Ballot.objects.filter(user=person, round__state=ReviewRound.State.OPEN)
    last_day = asked.order_by("-round__closes_on").values_list("round__closes_on", flat=True).first()
    if last_day:
        sentence = gettext(
            "A review is open until %(day)s, and whom it asks stays as it is. It can be done from the day after."
        )
        yield Obstacle(sentence % {"day": date_format(last_day)})
