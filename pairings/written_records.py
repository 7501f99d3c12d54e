"""What pairings keep of what people write: together, for themselves, and in confidence."""

from collections.abc import Callable

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from pairings.models import (
    Agreement,
    ConfidentialWord,
    EarlierText,
    Impact,
    LookBack,
    Objective,
    ObjectiveProgress,
    Pairing,
    Pledge,
    Signature,
    StartingConfidence,
    WordLine,
    WordReader,
)
from people.models import User
from people.personal_data import (
    AFTER_THE_PAIR,
    AS_LONG_AS_THE_PROGRAM,
    ITSELF,
    OF_THE_TWO,
    TECHNICAL,
    Basis,
    Deleted,
    Kept,
    PersonalRecord,
    Rows,
    rows_where,
)

THE_TWO = ("junior__user", "senior__user")
OF_THE_PAIR = tuple(f"pairing__{side}" for side in THE_TWO)
READ_BY_TWO = _("the two of you")


def own_side(model: type[Model]) -> Callable[[User], Rows]:
    """For `rows_of` and `own_rows`: rows of one side of a pairing that are the person's, where `side` is theirs."""

    def rows(person: User) -> Rows:
        is_own = Q(side="junior", pairing__junior__user=person) | Q(side="senior", pairing__senior__user=person)
        return model._default_manager.filter(is_own)

    return rows


def of_own_pairs(model: type[Model], path: str = "pairing") -> Callable[[User], Rows]:
    """For `rows_of`: rows of the pairings that the person may know of as one of the two."""

    def rows(person: User) -> Rows:
        return model._default_manager.filter(**{f"{path}__in": Pairing.objects.ever_of(person).order_by().values("pk")})

    return rows


def lines_read_by(person: User) -> Rows:
    """What was said in somebody's own confidential words, and what they themselves have answered to others'."""
    written = ConfidentialWord.objects.written_by(person).order_by().values("pk")
    readable = ConfidentialWord.objects.visible_to(person).order_by().values("pk")
    return WordLine.objects.filter(Q(word__in=written) | Q(by=person, word__in=readable))


def words_read_by(person: User) -> Rows:
    """That a word was addressed to somebody, as long as they may read it."""
    readable = ConfidentialWord.objects.visible_to(person).order_by().values("pk")
    return WordReader.objects.filter(user=person, word__in=readable)


AGREED = PersonalRecord(
    model=Agreement,
    name=_("Agreements"),
    purpose=_("To write down what the two expect of each other"),
    basis=Basis.PARTICIPATION,
    readers=_("the two of you; the program team and, in totals, sponsors whether it is signed"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=OF_THE_PAIR,
    exported=(
        "expectations", "confidentiality", "leaving", "cadence_weeks", "meeting_minutes", "channels", "books",
        "version", "signed_at",
    ),
    withheld={"updated_at": TECHNICAL},
    rows_of=of_own_pairs(Agreement),
    on_erasure=Kept(OF_THE_TWO),
)  # fmt: skip
SIGNED = PersonalRecord(
    model=Signature,
    name=_("Signatures under agreements, with the text as it was"),
    purpose=_("To show what was signed"),
    basis=Basis.PARTICIPATION,
    readers=READ_BY_TWO,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=tuple(f"agreement__{path}" for path in OF_THE_PAIR),
    exported=("user", "version", "signed_at", "snapshot"),
    rows_of=of_own_pairs(Signature, "agreement__pairing"),
    on_erasure=Kept(OF_THE_TWO),
)
GOAL = PersonalRecord(
    model=Objective,
    name=_("Objectives"),
    purpose=_("To know where the two want to get"),
    basis=Basis.PARTICIPATION,
    readers=_("the two of you; the program team and, in totals, sponsors how many are reached"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=OF_THE_PAIR,
    exported=("title", "measure", "progress"),
    rows_of=of_own_pairs(Objective),
    on_erasure=Kept(OF_THE_TWO),
)
STEP = PersonalRecord(
    model=ObjectiveProgress,
    name=_("Who set the progress of an objective, and when"),
    purpose=_("So that nobody moves a figure without a trace"),
    basis=Basis.PARTICIPATION,
    readers=READ_BY_TWO,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=tuple(f"objective__{path}" for path in OF_THE_PAIR),
    exported=("objective", "by", "was", "became", "at"),
    rows_of=of_own_pairs(ObjectiveProgress, "objective__pairing"),
    on_erasure=Kept(OF_THE_TWO),
)
CAME_OF_IT = PersonalRecord(
    model=Impact,
    name=_("What has changed because of your pairings"),
    purpose=_("To know what came of it, and to share it where both agree"),
    basis=Basis.CONSENT,
    readers=_(
        "the two of you; once both have released it, everyone in the program, its team and its sponsor; what both "
        "have confirmed, added up with that of at least four other pairs, its team and its sponsor, also when it is "
        "changed or taken back afterwards"
    ),
    kept=_("until the pairing and its cycle have been over for some time; sums in which it counted stay"),
    rules=("impact_records",),
    people=OF_THE_PAIR,
    exported=(
        "author", "measure", "unit", "before", "after", "first_on", "last_on", "how", "confirmed_at", "released_at",
        "withdrawn_at", "created_at",
    ),
    withheld={"counted_in": TECHNICAL, "shown_at": TECHNICAL},
    rows_of=of_own_pairs(Impact),
    on_erasure=Kept(OF_THE_TWO),
)  # fmt: skip
PROMISE = PersonalRecord(
    model=Pledge,
    name=_("What you pledged as a leader"),
    purpose=_("To know what the mentor may count on"),
    basis=Basis.PARTICIPATION,
    readers=READ_BY_TWO,
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("participant__user",),
    exported=("lines", "made_at"),
    rows_of=rows_where(Pledge, "participant__user"),
    on_erasure=Kept(OF_THE_TWO),
)
EARLIER = PersonalRecord(
    model=EarlierText,
    name=_("What your shared texts said before"),
    purpose=_("So that both see who changed what"),
    basis=Basis.PARTICIPATION,
    readers=READ_BY_TWO,
    kept=AFTER_THE_PAIR,
    rules=("pair_words",),
    people=OF_THE_PAIR,
    exported=("was", "by", "at"),
    withheld={"subject_id": TECHNICAL},
    rows_of=EarlierText.objects.visible_to,
    on_erasure=Kept(OF_THE_TWO),
)
IN_CONFIDENCE = PersonalRecord(
    model=ConfidentialWord,
    name=_("Confidential words of yours"),
    purpose=_("To turn to somebody when something is wrong"),
    basis=Basis.CONSENT,
    readers=_("yourself, and the people named before you sent it"),
    kept=_("until you take it back, or the pairing and its cycle have been over for some time"),
    rules=("confidential_words",),
    people=OF_THE_PAIR,
    exported=("to", "sent_at"),
    withheld={"author_read_at": TECHNICAL},
    rows_of=ConfidentialWord.objects.written_by,
    on_erasure=Deleted(_("as if you had taken it back: with the answers to it")),
    own_rows=ConfidentialWord.objects.written_by,
)
READER = PersonalRecord(
    model=WordReader,
    name=_("That a confidential word was addressed to you"),
    purpose=_("So that its author sees that it was read"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself and the author"),
    kept=_("as long as the word"),
    rules=("confidential_words",),
    people=("user",),
    exported=("first_read_at", "read_at"),
    withheld={"user": ITSELF},
    rows_of=words_read_by,
    on_erasure=Kept(_("the author sees that it was read")),
)
SAID = PersonalRecord(
    model=WordLine,
    name=_("What was said in confidence by you, and to you in answer"),
    purpose=_("To turn to somebody when something is wrong"),
    basis=Basis.CONSENT,
    readers=_("its author and the people named before it was sent"),
    kept=_("as long as the word"),
    rules=("confidential_words",),
    people=("by", *(f"word__{path}" for path in OF_THE_PAIR)),
    exported=("text", "sent_at", "by"),
    rows_of=lines_read_by,
    on_erasure=Kept(_("an answer of yours to somebody else is theirs; your own words go with their beginning")),
    own_rows=rows_where(WordLine, "by"),
)
AT_START = PersonalRecord(
    model=StartingConfidence,
    name=_("How confident you were when you signed"),
    purpose=_("So that you can compare, in reviews and when you look back"),
    basis=Basis.CONSENT,
    readers=_("yourself alone"),
    kept=AFTER_THE_PAIR,
    rules=("reflections",),
    people=OF_THE_PAIR,
    exported=("rating", "noted_on"),
    rows_of=own_side(StartingConfidence),
    on_erasure=Deleted(),
    own_rows=own_side(StartingConfidence),
)
FAREWELL = PersonalRecord(
    model=LookBack,
    name=_("Your look backs, with a word of thanks"),
    purpose=_("To end a pairing well"),
    basis=Basis.CONSENT,
    readers=_("yourself; the thanks also the other one of the two, once both have closed or two weeks have passed"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=OF_THE_PAIR,
    exported=("thanks", "closed_at"),
    rows_of=own_side(LookBack),
    on_erasure=Deleted(),
    own_rows=own_side(LookBack),
)
RECORDS = (
    AGREED, SIGNED, GOAL, STEP, CAME_OF_IT, PROMISE, EARLIER, IN_CONFIDENCE, READER, SAID, AT_START, FAREWELL,
)  # fmt: skip
