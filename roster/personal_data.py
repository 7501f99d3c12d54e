"""What imports of the roster keep about people, and when nobody can be erased for a file that is worked on."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.erasure.obstacles import Obstacle
from people.models import User
from people.personal_data import OF_OTHERS, TECHNICAL, Basis, ErasedBy, PersonalRecord, nothing_of
from roster.models import RosterImport, RosterPage
from roster.retention import forget_all_files

State = RosterImport.State
UNFINISHED = (State.UPLOADED, State.CHECKING, State.PREVIEWED, State.APPLYING)
EVERYBODY = _("it holds everybody's entries; what it says of you stands in yours")
GOES = ErasedBy(
    forget_all_files,
    _(
        "the files, and what they showed and changed, go at once, whoever stands in them; who uploaded one and when "
        "stays"
    ),
)
UPLOAD = PersonalRecord(
    model=RosterImport,
    name=_("Files of the roster that HR has uploaded"),
    purpose=_("To check a file before it is applied, and to undo it for a day"),
    basis=Basis.EMPLOYMENT,
    readers=_("HR"),
    kept=_("for some days after the upload"),
    rules=("roster_uploads",),
    people=("uploaded_by",),
    withheld={
        "uploaded_by": OF_OTHERS, "file_name": OF_OTHERS, "content": EVERYBODY, "preview": EVERYBODY,
        "before": EVERYBODY, "message": EVERYBODY, "mapping": TECHNICAL, "options": TECHNICAL, "counts": TECHNICAL,
        "digest": TECHNICAL, "fingerprint": TECHNICAL, "created_at": TECHNICAL, "applied_at": TECHNICAL,
        "undone_at": TECHNICAL,
    },
    rows_of=nothing_of(RosterImport),
    on_erasure=GOES,
)  # fmt: skip
PAGE = PersonalRecord(
    model=RosterPage,
    name=_("The preview of an uploaded file"),
    purpose=_("To check a file before it is applied"),
    basis=Basis.EMPLOYMENT,
    readers=_("HR"),
    kept=_("for some days after the upload"),
    rules=("roster_uploads",),
    people=("roster__uploaded_by",),
    withheld={"part": TECHNICAL, "rows": EVERYBODY},
    rows_of=nothing_of(RosterPage),
    on_erasure=GOES,
)
RECORDS = (UPLOAD, PAGE)


def unfinished_import(person: User, reader: User | None) -> Iterable[Obstacle]:
    """A file that waits could bring somebody back; an erasure would throw away the work of whoever uploaded it."""
    if RosterImport.objects.filter(state__in=UNFINISHED).exists():
        sentence = gettext(
            "HR is importing a roster, which could bring back whom one erases. It has to be applied or discarded first."
        )
        yield Obstacle(sentence, reverse("roster_upload"), gettext("Roster import"), is_hrs=True)
