"""The words that a program gives to its messages: subject and text of a kind, with placeholders in braces. Every saving
is a version, the latest counts; one without a text goes back to the standard words."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Conflict
from notifications import kinds
from notifications.kinds import Context, Kind, Placeholder
from notifications.models import MessageText
from people.models import User

BRACES = re.compile(r"\{([^{}\n]*)\}")
COMMON = (
    Placeholder("name", gettext_lazy("first name of who gets it"), lambda names: str(names["recipient"].short_name)),
    Placeholder("organization", gettext_lazy("the organisation"), lambda names: str(names["organization"])),
)


@dataclass(frozen=True)
class Worded:
    """Subject and text of one kind in one program, as they were written."""

    subject: str
    text: str


def editable_kinds() -> list[Kind]:
    """The kinds that a program may word anew, by label."""
    return sorted((kind for kind in kinds.all_kinds() if kind.placeholders), key=lambda kind: str(kind.label))


def placeholders_of(kind: Kind) -> tuple[Placeholder, ...]:
    """What a text of the kind may name."""
    return COMMON + kind.placeholders


def values_of(kind: Kind, names: Context) -> dict[str, str]:
    """What stands for each placeholder in one message; `names` is all that its templates may name."""
    return {placeholder.code: placeholder.value(names) for placeholder in placeholders_of(kind)}


def unknown_placeholders(placeholders: Iterable[Placeholder], text: str) -> list[str]:
    """What stands in braces and is none of these, as it was written."""
    known = {placeholder.code for placeholder in placeholders}
    return [code for code in BRACES.findall(text) if code.strip() not in known]


def fill_in(text: str, values: dict[str, str]) -> str:
    """The text with what its placeholders stand for; once, so that braces in a name stay what they are."""
    return BRACES.sub(lambda braces: values.get(braces[1].strip(), braces[0]), text)


def with_placeholders(kind: Kind, names: Context, text: str) -> str:
    """The other way round: a filled text with its values given back to the placeholders, the longest first."""
    values = values_of(kind, names)
    for code, value in sorted(values.items(), key=lambda item: -len(item[1])):
        if value:
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"{{{code}}}", text)
    return text


def texts_in_force() -> dict[tuple[uuid.UUID, str], Worded]:
    """Of every program, what it has worded itself: by program and kind. One query."""
    rows = MessageText.objects.latest_versions().exclude(text="").values_list("scope", "kind", "subject", "text")
    return {(scope, kind): Worded(subject, text) for scope, kind, subject, text in rows}


def history_of(scope: uuid.UUID, kind: Kind) -> list[MessageText]:
    """The versions of one text, the newest first."""
    return list(MessageText.objects.filter(scope=scope, kind=kind.code).select_related("author").order_by("-version"))


def words_of(versions: list[MessageText]) -> Worded | None:
    """What is in force, of the versions with the newest first; None for the standard words."""
    return Worded(versions[0].subject, versions[0].text) if versions and versions[0].text else None


@transaction.atomic
def save_text(*, scope: uuid.UUID, kind: Kind, worded: Worded | None, author: User, seen: int) -> MessageText:
    """Keep a new version; None goes back to the standard words.

    Raises Conflict when somebody has saved one since version `seen` was read (0: none was there).
    """
    subject, text = (worded.subject, worded.text) if worded else ("", "")
    row = MessageText(scope=scope, kind=kind.code, version=seen + 1, subject=subject, text=text, author=author)
    newest = MessageText.objects.filter(scope=scope, kind=kind.code).order_by("-version").values_list("version").first()
    if newest and newest[0] != seen:
        raise Conflict
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict from None
    return row


def copy_texts(*, source: uuid.UUID, target: uuid.UUID, author: User) -> None:
    """What one program words itself, for one that begins from it."""
    latest: Iterable[MessageText] = MessageText.objects.latest_versions().filter(scope=source).exclude(text="")
    MessageText.objects.bulk_create(
        MessageText(scope=target, kind=row.kind, version=1, subject=row.subject, text=row.text, author=author)
        for row in latest
    )


def problem_with(placeholders: Iterable[Placeholder], text: str) -> str:
    """Why a subject or text that may name these cannot be used as it is; empty when it can."""
    placeholders = list(placeholders)
    unknown = unknown_placeholders(placeholders, text)
    if not unknown:
        return ""
    known = ", ".join(f"{{{placeholder.code}}}" for placeholder in placeholders)
    return _("“{%(unknown)s}” stands for nothing here. You can use: %(known)s.") % {
        "unknown": unknown[0],
        "known": known,
    }
