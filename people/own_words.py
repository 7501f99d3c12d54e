"""The organisation's own words for mentors, leaders and programs: the form, the page, and what saving does."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from frame.errors import Conflict, conflict_response
from frame.forms import audience
from frame.isolation import turns_direction
from frame.posts import VersionedForm, posted, save_values, values_of
from frame.vocabulary import PRODUCT, Vocabulary, is_own_word, put_into_words
from people.access import HARMLESS, PersonRequest, hr_admin, page
from people.audit import recording
from people.models import Organization
from people.models.organization import VOCABULARY

EVERYBODY = gettext_lazy("Everyone here, and in every message")
PAIRS = (("mentor", "mentors"), ("leader", "leaders"), ("program", "programs"))
FIELDS = tuple(f"{name}_word" for name in Vocabulary._fields)
ADDRESS = re.compile(r"@|://|\w\.\w|^www\b", re.IGNORECASE)
#: What the product calls something else; that nobody or everybody reads a text is said in other words too.
TAKEN = frozenset(
    f"{word}{ending}"
    for word in ("assistant", "coordinator", "cycle", "hr admin", "line manager", "manager", "meeting", "pair",
                 "pairing", "participant", "partner", "person", "review", "session", "sponsor", "team", "topic")
    for ending in ("", "s")
) | {"anybody", "anyone", "everybody", "everyone", "hr", "nobody"}  # fmt: skip
#: Sentences as they stand on pages, to see one's words in.
EXAMPLES = (
    gettext_noop("Programs"),
    gettext_noop("A program brings together mentors and leaders around one purpose."),
    gettext_noop("You are asked to be a mentor."),
    gettext_noop("Mentors and leaders may find each other"),
    gettext_noop("The leader's promises, and what the mentor has seen of them"),
    gettext_noop("The program team reads the mentors' and the leaders' answers to a review together."),
)


@page(hr_admin, post=HARMLESS)
def own_words_edit(request: PersonRequest) -> HttpResponse:
    """What the organisation calls mentors, leaders and programs."""
    organization = Organization.objects.current()
    saved = organization.vocabulary  # before the form fills in its own
    form = OwnWordsForm(*posted(request), instance=organization)
    act = request.POST.get("act", "")
    if request.method == "POST" and form.is_valid() and act != "look":
        try:
            change_words(organization=organization, values=form.none if act == "reset" else form.values, seen=form.seen)
        except Conflict:
            return words_conflict(request, form)
        messages.success(request, _("The words are saved. Every page and message has them from now on."))
        return redirect("own_words_edit")
    return render(
        request,
        "people/own_words.html",
        {"form": form, "examples": examples(form.vocabulary or saved), "has_own_words": saved != PRODUCT},
        status=422 if form.errors else 200,
    )


class OwnWordsForm(VersionedForm):
    """One and several of each."""

    class Meta:
        model = Organization
        fields = FIELDS
        labels = {
            "mentor_word": pgettext_lazy("product", "Instead of “mentor”"),
            "mentors_word": pgettext_lazy("product", "Instead of “mentors”"),
            "leader_word": pgettext_lazy("product", "Instead of “leader”"),
            "leaders_word": pgettext_lazy("product", "Instead of “leaders”"),
            "program_word": pgettext_lazy("product", "Instead of “program”"),
            "programs_word": pgettext_lazy("product", "Instead of “programs”"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            audience(field, EVERYBODY)

    @property
    def none(self) -> dict[str, str]:
        """The product's words."""
        return dict.fromkeys(FIELDS, "")

    @property
    def vocabulary(self) -> Vocabulary | None:
        """As typed, where that can be read."""
        return Organization(**self.values).vocabulary if self.is_bound and self.is_valid() else None

    def clean(self) -> dict[str, Any]:
        if self.data.get("act") == "reset":
            return self.cleaned_data
        for name in [name for name in FIELDS if self.cleaned_data.get(name)]:
            self.cleaned_data[name] = self.cleaned_data[name].replace("'", "’")
            if problem := problem_of(self.cleaned_data[name], typed=self.data.get(name, "")):
                self.add_error(name, problem)
        if not self.errors:
            self._check_one_and_several()
            self._check_each_is_of_one_thing()
        return self.cleaned_data

    def _check_one_and_several(self) -> None:
        for fields in [[f"{name}_word" for name in pair] for pair in PAIRS]:
            empty = [name for name in fields if not self.cleaned_data[name]]
            if len(empty) == 1:
                self.add_error(empty[0], _("Write both, for one and for several, or leave both empty."))

    def _check_each_is_of_one_thing(self) -> None:
        words = Organization(**{name: self.cleaned_data.get(name, "") for name in FIELDS}).vocabulary
        meanings = Counter(word for pair in PAIRS for word in {getattr(words, name).casefold() for name in pair})
        for name in FIELDS:
            word = self.cleaned_data.get(name, "")
            if meanings[word.casefold()] > 1:
                self.add_error(name, _("“%(word)s” would stand for two things. Each needs its own.") % {"word": word})
            elif word.casefold() in TAKEN | set(PRODUCT) - set(_pair_of(name)):
                self.add_error(name, _("“%(word)s” already stands for something else here.") % {"word": word})


def _pair_of(field: str) -> tuple[str, str]:
    return next(pair for pair in PAIRS if field.removesuffix("_word") in pair)


def problem_of(word: str, *, typed: str) -> str:
    """Why it is no word that can stand in sentences; empty where it is one."""
    if turns_direction(typed):
        return _("There are unseen signs in it that turn the direction of writing. Write it anew, without them.")
    if ADDRESS.search(word):
        return _("This looks like an address. Write what you call them.")
    if not is_own_word(word):
        return _("Use letters, with single blanks, hyphens or apostrophes between them.")
    return ""


def examples(words: Vocabulary) -> list[str]:
    """Sentences in these words."""
    return [put_into_words(text, words) for text in EXAMPLES]


def words_conflict(request: PersonRequest, form: OwnWordsForm) -> HttpResponse:
    """Somebody else saved meanwhile: theirs and mine side by side."""
    return conflict_response(
        request,
        own_version=form.texts(form.values),
        saved_version=form.texts(form.now()),
        back_url=request.path,
        version=OwnWordsForm(instance=Organization.objects.current()).initial["version"],
    )


@transaction.atomic
def change_words(*, organization: Organization, values: Mapping[str, str], seen: str) -> bool:
    """Save the words; False when they stood there already.

    Raises Conflict when somebody else has changed them since the page with the digest `seen` was opened.
    """
    before = values_of(Organization.objects.get(pk=organization.pk), values)  # the form has filled in its own
    is_changed = save_values(instance=organization, values=values, seen=seen)
    if is_changed:
        changes = recording.changes(before, values)
        recording.record(
            actor=recording.whoever(), act="organization.words_changed", about=organization, details=changes
        )
    transaction.on_commit(lambda: cache.delete(VOCABULARY))
    return is_changed
