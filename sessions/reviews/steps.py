"""The review form, one topic at a time."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """One page of the form; `sections` are the sections of questions on it, none for the last, open one."""

    code: str
    title: str | Promise
    sections: tuple[str, ...]


STEPS = (
    Step("confidence", _("Confidence, before and now"), ("confidence",)),
    Step("benefits", _("What it has given you"), ("benefits",)),
    Step("safety", _("Speaking openly, and your objectives"), ("safety", "objectives")),
    Step("comment", _("In your own words"), ("comment",)),
    Step("next", _("And from here?"), ()),
)


def step_of(code: str | None) -> Step:
    """The step of that code, the first for anything else."""
    return next((step for step in STEPS if step.code == code), STEPS[0])


def step_asking(section: str) -> Step:
    """The step on which a section is asked."""
    return next(step for step in STEPS if section in step.sections)


def neighbours(step: Step) -> tuple[Step | None, Step | None]:
    """The steps before and after."""
    at = STEPS.index(step)
    return (STEPS[at - 1] if at else None), (STEPS[at + 1] if at + 1 < len(STEPS) else None)
