"""Saving what a page shows, only if nobody else saved the same things since the page was opened."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from frame.errors import Conflict
from frame.typed_bases import ModelForm


def values_of(thing: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The present values of some fields; a foreign key as its id."""
    columns = {field.name: field.attname for field in thing._meta.concrete_fields}
    return {name: getattr(thing, columns[name]) for name in fields}


def digest(values: Mapping[str, Any]) -> str:
    """A short fingerprint of what a page shows; the form carries it as `version`."""
    shown = repr(sorted((name, str(value)) for name, value in values.items()))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def save_values(*, thing: models.Model, values: Mapping[str, Any], seen: str) -> bool:
    """Write `values` in one conditional UPDATE; False when they stood there already.

    Raises Conflict when the fields no longer have the values whose digest is `seen`.
    """
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    now = values_of(rows.get(), values)
    if now == dict(values):
        return False
    if digest(now) != seen or not rows.filter(**now).update(**values):
        raise Conflict
    return True


class VersionedForm(ModelForm):
    """Carries the fingerprint of the values it was opened with in the hidden field `version`.

    It never saves: the view hands `values` and `seen` to a service.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = digest(values_of(self.instance, self._meta.fields or ()))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, cleaned, as the columns hold it."""
        given = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {name: value.pk if isinstance(value, models.Model) else value for name, value in given.items()}

    @property
    def seen(self) -> str:
        return str(self.cleaned_data["version"])

    def texts(self, values: dict[str, Any]) -> dict[str, str]:
        """Label → value in words, for the page that shows two versions side by side."""
        return {str(self.fields[name].label): self.in_words(name, value) for name, value in values.items()}

    def in_words(self, name: str, value: Any) -> str:
        labels = dict(getattr(self.fields[name], "choices", None) or ())
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return ", ".join(str(labels.get(one, one)) for one in value)
        return "" if value is None else str(labels.get(value, value))

    def now(self) -> dict[str, Any]:
        """The values that are saved at this moment."""
        return values_of(type(self.instance)._default_manager.get(pk=self.instance.pk), self._meta.fields or ())
