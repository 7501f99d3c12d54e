"""What pairings keep about people: their life from the question to the end, and changes of partners."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pairings.models import (
    Certificate,
    Consent,
    CycleClosing,
    EndRequest,
    HandOver,
    Hold,
    NextWish,
    PairEnding,
    Pairing,
    PastHold,
    Rotation,
    RotationChoice,
)
from pairings.written_records import OF_THE_PAIR, THE_TWO, of_own_pairs, own_side
from pairings.written_records import RECORDS as WRITTEN
from people.models import User
from people.personal_data import (
    AFTER_THE_PAIR,
    AS_LONG_AS_THE_PROGRAM,
    ITSELF,
    OF_OTHERS,
    OF_THE_TWO,
    TECHNICAL,
    TELLS,
    Basis,
    Deleted,
    Emptied,
    Kept,
    PersonalRecord,
    Rows,
    rows_where,
)


def endings_told_to(person: User) -> Rows:
    """What the pairings of a person have come to, once it is told: the cycle has closed, or partners have changed."""
    is_closed = Q(pairing__cycle__closing__done_at__isnull=False)
    is_changed = Q(pairing__last_on__isnull=False, pairing__state__in=("completed", "ended"))
    return of_own_pairs(PairEnding)(person).filter(is_closed | is_changed)


PAIR = PersonalRecord(
    model=Pairing,
    name=_("Your pairings"),
    purpose=_("To know who meets whom, from the question to the farewell"),
    basis=Basis.PARTICIPATION,
    readers=_("the two of you, an assistant of the leader, the program team"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=THE_TWO,
    exported=("cycle", "junior", "senior", "agreed_at", "opened_at"),
    withheld={
        "proposed_at": TECHNICAL, "answer_by": TECHNICAL, "created_at": TECHNICAL, "senior_asked_at": TELLS,
        "paused_at": TELLS, "resumed_at": TELLS, "junior_goes_on_at": TELLS, "senior_goes_on_at": TELLS,
        "ends_at": TELLS, "end_requested_at": TELLS, "ended_at": TELLS, "outcome_at": TELLS, "starts_on": TECHNICAL,
        "last_on": TELLS,
    },
    rows_of=Pairing.objects.ever_of,
    on_erasure=Kept(OF_THE_TWO),
)  # fmt: skip
PAUSE = PersonalRecord(
    model=Hold,
    name=_("Pauses that you have asked for"),
    purpose=_("To let a pairing rest"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself and the program team"),
    kept=_("until the pause is over"),
    people=("by", *OF_THE_PAIR),
    exported=("begins_at", "ends_at"),
    withheld={"by": OF_OTHERS},
    rows_of=own_side(Hold),
    on_erasure=Kept(_("the pairing rests as long as it does")),
)
PAST_PAUSE = PersonalRecord(
    model=PastHold,
    name=_("Pauses that are over"),
    purpose=_("So that whoever pauses before each meeting does not look more reliable than who comes"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself and the program team"),
    kept=AFTER_THE_PAIR,
    rules=("reasons",),
    people=OF_THE_PAIR,
    exported=("began_at", "ended_at"),
    rows_of=own_side(PastHold),
    on_erasure=Kept(_("a date without a name")),
)
WISH_TO_END = PersonalRecord(
    model=EndRequest,
    name=_("Your requests to end a pairing"),
    purpose=_("To end it, or find another partner, without the other one learning who asked"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself and the program team"),
    kept=_("as long as the program; the reason until the pairing and its cycle have been over for some time"),
    rules=("reasons",),
    people=OF_THE_PAIR,
    exported=("wish", "reason", "asked_at"),
    withheld={"told_at": TECHNICAL},
    rows_of=own_side(EndRequest),
    on_erasure=Emptied({"reason": ""}, _("that it was asked for belongs to the pairing; the reason goes")),
    own_rows=own_side(EndRequest),
)
REPLY = PersonalRecord(
    model=Consent,
    name=_("Your answers to proposed pairings"),
    purpose=_("So that nobody is paired against their will"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself and the program team"),
    kept=_("as long as the program; the reason until the pairing and its cycle have been over for some time"),
    rules=("reasons",),
    people=OF_THE_PAIR,
    exported=("decision", "reason", "decided_at"),
    rows_of=own_side(Consent),
    on_erasure=Emptied({"reason": ""}, _("that it was answered belongs to the pairing; the reason goes")),
    own_rows=own_side(Consent),
)
CLOSED = PersonalRecord(
    model=CycleClosing,
    name=_("That you had a cycle closed"),
    purpose=_("To close it by one rule, and know who said so"),
    basis=Basis.PARTICIPATION,
    readers=_("the program team"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("by",),
    exported=("cycle", "due_at", "done_at"),
    withheld={"by": ITSELF},
    rows_of=rows_where(CycleClosing, "by"),
    on_erasure=Kept(_("the act belongs to the program; the name goes with the account")),
)
CAME_TO = PersonalRecord(
    model=PairEnding,
    name=_("What your pairings came to when their cycle closed, or partners changed"),
    purpose=_("To certify, and to know who goes on in the next cycle"),
    basis=Basis.PARTICIPATION,
    readers=_("the two of you, the program team"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("chosen_by", *OF_THE_PAIR),
    exported=("outcome",),
    withheld={"chosen_by": OF_OTHERS},
    rows_of=endings_told_to,
    on_erasure=Kept(OF_THE_TWO),
)
NEXT_TIME = PersonalRecord(
    model=NextWish,
    name=_("What you would like after a cycle"),
    purpose=_("So that the next cycle starts with those who want to go on"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself; the program team once the cycle has closed"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("participant__user",),
    exported=("wish",),
    rows_of=rows_where(NextWish, "participant__user"),
    on_erasure=Deleted(_("nobody needs it any more")),
)
HANDED_OVER = PersonalRecord(
    model=HandOver,
    name=_("That somebody takes over your place, and your word to them"),
    purpose=_("So that whoever takes over need not begin with nothing"),
    basis=Basis.CONSENT,
    readers=_("yourself, whoever takes over, and the other one of your pairing; that there is a successor the team"),
    kept=AS_LONG_AS_THE_PROGRAM,
    rules=("reasons",),
    people=OF_THE_PAIR,
    exported=("note", "created_at"),
    withheld={"successor": OF_OTHERS, "planned": OF_THE_TWO, "given_up_at": OF_OTHERS},
    rows_of=HandOver.objects.of_leaver,
    on_erasure=Emptied({"note": ""}, _("that there was a successor stays")),
    own_rows=HandOver.objects.of_leaver,
)
CERTIFIED = PersonalRecord(
    model=Certificate,
    name=_("Your certificates"),
    purpose=_("To show that you have completed a cycle"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself, the program team; whoever has its address reads your name, the program and the day"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("participant__user",),
    exported=("meetings_held", "issued_on", "code"),
    rows_of=rows_where(Certificate, "participant__user"),
    on_erasure=Deleted(_("nobody can ask any more whether it is genuine")),
)
NEW_PARTNERS = PersonalRecord(
    model=RotationChoice,
    name=_("What you want of the next change of partners"),
    purpose=_("So that you can pause, stop, or go on with your partner where the lot allows it"),
    basis=Basis.PARTICIPATION,
    readers=_("yourself; once the change is open the program team reads that you pause or stop, nobody that you stay"),
    kept=_("until the change is opened, a pause until the change after it"),
    people=("participant__user",),
    exported=("choice",),
    rows_of=rows_where(RotationChoice, "participant__user"),
    on_erasure=Deleted(_("nobody needs it any more")),
)
OPENED_BY = PersonalRecord(
    model=Rotation,
    name=_("Changes of partners that you have opened"),
    purpose=_("To know from when on the pairs of a cycle change"),
    basis=Basis.PARTICIPATION,
    readers=_("the program team"),
    kept=AS_LONG_AS_THE_PROGRAM,
    people=("opened_by",),
    exported=("first_day", "opened_at", "published_at", "done_at"),
    withheld={"opened_by": ITSELF},
    rows_of=rows_where(Rotation, "opened_by"),
    on_erasure=Emptied({"opened_by": None}, _("the change of partners stays")),
)
RECORDS = (
    PAIR, PAUSE, PAST_PAUSE, WISH_TO_END, REPLY, *WRITTEN, CLOSED, CAME_TO, NEXT_TIME, CERTIFIED, HANDED_OVER,
    NEW_PARTNERS, OPENED_BY,
)  # fmt: skip
