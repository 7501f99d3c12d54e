"""One's own part of a log in words, for the page that shows two versions of it side by side."""

from collections.abc import Iterable

from sessions.forms.logs import LogForm
from sessions.models import SessionLog

#: What is kept once, so that one window may write over another.
SHARED = ("learned", "topics")
#: What is added to it, or belongs to its author alone.
FURTHER = ("to_do", "win", "insight", "reflection", "confidence", "safety")


def shared_as_typed(form: LogForm) -> dict[str, str]:
    """Label and text of each field that is kept once, as typed into a valid form."""
    return _shared(form, form.cleaned_data["learned"], [topic.name for topic in form.cleaned_data["topics"]])


def shared_as_saved(form: LogForm, log: SessionLog) -> dict[str, str]:
    """The same fields as they are saved."""
    return _shared(form, log.learned, log.topic_names)


def _shared(form: LogForm, learned: str, topics: Iterable[str]) -> dict[str, str]:
    texts = (learned, ", ".join(sorted(topics)))
    return {str(form.fields[name].label): text for name, text in zip(SHARED, texts, strict=True)}


def further_as_typed(form: LogForm) -> dict[str, str]:
    """Label and text of what else was typed; fields with one label share it, those left empty are left out."""
    found: dict[str, str] = {}
    for name in FURTHER:
        if text := form.cleaned_data[name]:
            label = str(form.fields[name].label)
            found[label] = f"{found[label]}\n{text}" if label in found else str(text)
    return found
