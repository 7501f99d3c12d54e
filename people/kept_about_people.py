"""What people keep about people: the directory, roles, conflicts, requests, the audit log."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.audit import recording
from people.audit.lines import day_of_entry, lines_of
from people.clock import day_in_utc
from people.conflicts import forget_conflicts
from people.models import (
    AuditEntry,
    ConflictOfInterest,
    DataCopy,
    Department,
    EndedLine,
    ErasedPerson,
    FormToken,
    HeldAct,
    JobTitleLevel,
    LegalHold,
    Organization,
    RetentionPeriod,
    RetentionRun,
    RoleGrant,
    User,
)
from people.personal_data import (
    ITSELF,
    OF_OTHERS,
    TECHNICAL,
    Basis,
    Deleted,
    Emptied,
    ErasedBy,
    Kept,
    PersonalRecord,
    Words,
    nothing_of,
    rows_where,
)

GONE_FROM_ENTRY: Mapping[str, Any] = {
    "first_name": "", "last_name": "", "preferred_name": "", "employee_number": "", "job_title": "",
    "department": None, "city": "", "country": "", "level": None, "level_source": "", "manager": None,
    "named_assistants": [], "time_zone": "", "working_days": "", "spoken_languages": [], "hired_on": None,
    "most_partners": None,
    "quiet_from": None, "quiet_until": None, "away_from": None, "away_until": None, "tells_leave": False,
    "last_login": None,
    "email_failed_at": None, "email_refusal": "", "email_bounced_at": None, "is_active": False, "guest_until": None,
    "vouched_by": None, "vouched_at": None, "added_by": None,
}  # fmt: skip


def assistants_as_named(row: User, reader: User) -> Mapping[Words, Any]:
    """The addresses as their owner's form shows them: which of them the roster knows is not told."""
    known = row.assistants.order_by().values_list("email", flat=True)
    return {_("assistants"): sorted({email.lower() for email in known} | {*row.named_assistants})}


def as_read_in_the_log(row: AuditEntry, reader: User) -> Mapping[Words, Any]:
    """An entry of the access log in the words of its page."""
    [line] = lines_of([row])
    return {_("What was done"): line.what, **dict(line.details)}


DIRECTORY = PersonalRecord(
    model=User,
    name=_("Your entry in the directory"),
    purpose=_("To know who takes part, who works with whom, and where and when; to let you sign in"),
    basis=Basis.EMPLOYMENT,
    readers=_(
        "yourself; HR; coordinators of your programs; the name, job title and department also your partner; operators "
        "name and address of whom messages go to"
    ),
    kept=_(
        "as long as the organisation has you in its roster, and afterwards until it is erased; a leave for some days"
    ),
    rules=("leaves",),
    people=("pk",),
    exported=(
        "email", "first_name", "last_name", "preferred_name", "employee_number", "job_title", "department", "city",
        "country", "level", "level_source", "manager", "time_zone", "works_from", "works_until", "working_days",
        "quiet_from", "quiet_until", "away_from", "away_until", "tells_leave", "most_partners",
        "language", "spoken_languages", "hired_on", "left_at", "is_active", "last_login", "created_at",
        "email_failed_at", "email_refusal", "email_bounced_at", "added_by_hand_at", "guest_until", "vouched_at",
    ),
    computed=assistants_as_named,
    shown_as={"last_login": lambda person: person.last_login and day_in_utc(person.last_login)},
    withheld={
        "password": _("a sealed secret that nobody can read"),
        "assistants": _("it would tell which addresses the roster knows; they are exported as you named them"),
        "named_assistants": _("exported together with the other assistants"),
        "groups": TECHNICAL, "user_permissions": TECHNICAL, "search_text": _("made out of your name and address"),
        "closed_at": TECHNICAL, "added_by": OF_OTHERS, "vouched_by": OF_OTHERS,
    },
    rows_of=rows_where(User, "pk"),
    on_erasure=Emptied(
        GONE_FROM_ENTRY,
        _("the row stays without a name, so that what others wrote with “former participant” stays whole; the address "
          "becomes one that nobody has"),
    ),
)  # fmt: skip

ROLE = PersonalRecord(
    model=RoleGrant,
    name=_("Roles that you have"),
    purpose=_("To know who may administer people and the server"),
    basis=Basis.EMPLOYMENT,
    readers=_("yourself and HR"),
    kept=_("until the role is taken away or you leave"),
    people=("user",),
    exported=("role", "granted_at"),
    withheld={"user": ITSELF, "granted_by": OF_OTHERS},
    rows_of=rows_where(RoleGrant, "user"),
    on_erasure=Deleted(),
)

REQUEST = PersonalRecord(
    model=HeldAct,
    name=_("Requests about you that need two people"),
    purpose=_("So that nobody alone gives a role, takes over an account or ends a closeness"),
    basis=Basis.INTEREST,
    readers=_("yourself on your profile; HR"),
    kept=_("as long as your entry in the directory"),
    people=("person", "asked_by", "decided_by"),
    exported=("kind", "asked_at", "asked_by", "state", "decided_at", "decided_by", "holds_until", "outcome"),
    withheld={
        "person": ITSELF, "named": ITSELF, "topic": TECHNICAL,
        "payload": _("what the kind needs; your profile says it in words"),
        "reason": _("what one HR admin wrote to the other"), "settled_at": TECHNICAL,
    },
    rows_of=HeldAct.objects.about,
    on_erasure=Deleted(_("that it was asked for and decided stands in the audit log, without details")),
    own_rows=rows_where(HeldAct, "person"),
)  # fmt: skip

CONFLICT = PersonalRecord(
    model=ConflictOfInterest,
    name=_("People whom you do not want to be paired with"),
    purpose=_("So that matching never proposes these two to each other"),
    basis=Basis.PARTICIPATION,
    readers=_("of a private one yourself alone; of HR's, HR and the program team"),
    kept=_("until you, or HR, take it back"),
    people=("person", "other", "owner"),
    exported=("named", "note", "created_at"),
    withheld={
        "person": ITSELF, "owner": ITSELF,
        "other": _("what you typed is yours; whether the roster knows the address is not"),
    },
    rows_of=ConflictOfInterest.objects.private_of,
    on_erasure=ErasedBy(
        forget_conflicts,
        _("yours go, and HR's about you; what somebody else has noted in private about themselves stays theirs as they "
          "typed it, read by nobody else, and leads no longer to your entry"),
    ),
    own_rows=ConflictOfInterest.objects.private_of,
)  # fmt: skip

ENDED_LINE = PersonalRecord(
    model=EndedLine,
    name=_("Whom you managed or assisted until lately"),
    purpose=_("So that nobody gains a reader's rights over people close to them by cutting a line for a while"),
    basis=Basis.INTEREST,
    readers=_("nobody; the product heeds it"),
    kept=_("for some time after the line ended"),
    rules=("ended_lines",),
    people=("person", "close"),
    withheld={"person": OF_OTHERS, "close": OF_OTHERS, "ended_at": _("nobody reads it in the product")},
    rows_of=nothing_of(EndedLine),
    on_erasure=Kept(_("it protects those who were close to you, and goes by itself")),
)

AUDIT = PersonalRecord(
    model=AuditEntry,
    name=_("Your access log"),
    purpose=_("To show who did what to accounts, roles and data, also to those whom it concerns"),
    basis=Basis.DUTY,
    readers=_(
        "yourself what concerns your account; HR, and coordinators for their programs, what the team did, except what "
        "concerns people they are close to"
    ),
    kept=_("for some time; sign-ins less long, those of people without a role least"),
    rules=("audit", "team_sign_ins", "own_sign_ins",),
    people=("person", "actor"),
    exported=("at", "act", "actor"),
    computed=as_read_in_the_log,
    shown_as={"at": lambda entry: day_of_entry(entry) or entry.at},
    withheld={
        "person": ITSELF, "details": _("exported in words"),
        "about_type": TECHNICAL, "about_id": TECHNICAL, "sign_in": TECHNICAL, "until": TECHNICAL,
        "program_id": TECHNICAL,
    },
    rows_of=AuditEntry.objects.own_of,
    on_erasure=ErasedBy(
        recording.pseudonymise,
        _("who, what and when stay, and the details of what you did to others; those about you go, and the name with "
          "your entry"),
    ),
)  # fmt: skip

PERIOD = PersonalRecord(
    model=RetentionPeriod,
    name=_("Who set how long something is kept"),
    purpose=_("To know who decided it"),
    basis=Basis.DUTY,
    readers=_("HR and operators"),
    kept=_("until it is set anew"),
    people=("changed_by",),
    withheld={"changed_by": OF_OTHERS, "code": TECHNICAL, "changed_at": TECHNICAL},
    rows_of=nothing_of(RetentionPeriod),
    on_erasure=Kept(_("an act of the team; the name goes with your entry")),
)
HOLD = PersonalRecord(
    model=LegalHold,
    name=_("Legal holds"),
    purpose=_("So that nothing is deleted that a dispute needs"),
    basis=Basis.DUTY,
    readers=_("HR"),
    kept=_("as long as your entry in the directory"),
    people=("person", "placed_by", "lifted_by"),
    withheld={
        "person": ITSELF, "placed_by": OF_OTHERS, "lifted_by": OF_OTHERS,
        "reason": _("a note of HR about a dispute"), "placed_at": _("a note of HR about a dispute"),
        "lifted_at": _("a note of HR about a dispute"),
    },
    rows_of=nothing_of(LegalHold),
    on_erasure=Emptied({"reason": ""}, _("that there was one stays; nobody is erased while one lasts")),
    own_rows=rows_where(LegalHold, "person"),
)  # fmt: skip

ERASED_ID = PersonalRecord(
    model=ErasedPerson,
    name=_("Ids of people who were erased"),
    purpose=_("So that a backup that is restored does not bring them back"),
    basis=Basis.DUTY,
    readers=_("nobody; whoever runs the server reads the id and the day"),
    kept=_("as long as there may be backups from before that day"),
    people=(),
    withheld={"pseudonym": _("it leads to nobody"), "erased_on": TECHNICAL},
    rows_of=nothing_of(ErasedPerson),
    on_erasure=Kept(_("an id and a day, which lead to nobody any more")),
)
COPY = PersonalRecord(
    model=DataCopy,
    name=_("Copies of your data that you have asked for"),
    purpose=_("To give you what is kept about you"),
    basis=Basis.DUTY,
    readers=_("yourself"),
    kept=_("seven days; shorter where a review that it holds answers to closes, or a partner it names is erased"),
    people=("person",),
    exported=("state", "asked_at", "made_at", "kept_until"),
    withheld={"person": ITSELF, "content": _("it is the copy itself, sealed"), "begun_at": TECHNICAL},
    rows_of=DataCopy.objects.finished_of,
    own_rows=DataCopy.objects.own_of,
    on_erasure=Deleted(),
)

RECORDS = (DIRECTORY, ROLE, REQUEST, CONFLICT, ENDED_LINE, AUDIT, PERIOD, HOLD, COPY, ERASED_ID)
IMPERSONAL = (
    (Organization, "the organisation's own settings"),
    (Department, "names of departments"),
    (JobTitleLevel, "which level a job title has"),
    (RetentionRun, "numbers of rows that went"),
    (FormToken, "a key that tells neither person nor form, the full hour, and a seal that only the browser opens"),
)
