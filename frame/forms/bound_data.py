"""What a form is bound to, and what its fields offer where that is known only when it is made."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

type Data = Mapping[str, Any]
type Files = MultiValueDict[str, UploadedFile[Any]]
type Choices = Iterable[tuple[object, str | Promise]]


def posted(request: HttpRequest, *, files: bool = False) -> tuple[QueryDict | None, Files | None]:
    """The first arguments of a form: `Form(*posted(request))` is bound exactly when something was posted."""
    if request.method != "POST":
        return None, None
    return request.POST, request.FILES if files else None


def offer(form: forms.BaseForm, name: str, choices: Choices | Callable[[], Choices]) -> None:
    """Let a field to choose from offer these."""
    _field_of(form, name, forms.ChoiceField).choices = choices


def offer_rows(form: forms.BaseForm, name: str, rows: models.QuerySet[Any]) -> None:
    """Let a field to choose objects from offer these."""
    _field_of(form, name, forms.ModelChoiceField).queryset = rows


def _field_of[FieldT: forms.Field](form: forms.BaseForm, name: str, kind: type[FieldT]) -> FieldT:
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return field
