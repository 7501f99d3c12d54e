"""Posts: what binds a form to one, that a repeated one does a thing once, and that nobody saves over somebody else."""

import base64
import hashlib
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from cryptography.fernet import Fernet
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from frame.errors import Conflict
from frame.typed_bases import ModelForm
from frame.upper_floors import people

FIELD = "form_token"
WAIT_S = 8.0
STEP_S = 0.1
#: Answers are filled up to a multiple of this many characters: their length would tell the kind of page.
FULL = 400
View = Callable[..., HttpResponseBase]
type Data = Mapping[str, Any]
type Files = MultiValueDict[str, UploadedFile[Any]]
type Choices = Iterable[tuple[object, str | Promise]]


def new_token() -> str:
    """A token for one filling-in of one form."""
    return uuid.uuid4().hex


def once(view: View) -> View:
    """Let only the first post of a form token through; later ones get the first one's redirect."""

    @wraps(view)
    def first_only(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = request.POST.get(FIELD, "")[:64] if request.method == "POST" else ""
        if not token:
            return view(request, *args, **kwargs)
        key = key_of(request, token)
        seal = seal_of(request, token)
        if not people().claim_post(key):
            return answer_again(request, key, seal)
        return first_answer(lambda: view(request, *args, **kwargs), key, seal)

    return first_only


def key_of(request: HttpRequest, token: str) -> uuid.UUID:
    """Tokens of different people and pages never meet. With the secret of the server in it, so that nobody who has a
    copy of the database can try out people and pages."""
    return uuid.UUID(bytes=_digest("key", request, token)[:16])


def seal_of(request: HttpRequest, token: str) -> Fernet:
    """What closes and opens the answer: takes the token as well as the secret of the server."""
    return Fernet(base64.urlsafe_b64encode(_digest("seal", request, token)))


def _digest(purpose: str, request: HttpRequest, token: str) -> bytes:
    text = f"{request.user.pk}{request.path}{token}"
    return salted_hmac(f"frame.idempotent_post.{purpose}", text, algorithm="sha256").digest()


def seal_answer(location: str, seal: Fernet) -> str:
    """The location, filled up; without the time, which a seal tells otherwise."""
    length = -(-len(location) // FULL) * FULL
    return seal.encrypt_at_time(location.ljust(length).encode(), 0).decode()


def open_answer(sealed_answer: str, seal: Fernet) -> str:
    return seal.decrypt(sealed_answer.encode()).decode().rstrip()


def first_answer(call: Callable[[], HttpResponseBase], key: uuid.UUID, seal: Fernet) -> HttpResponseBase:
    """Run the view; keep where it led, or forget the token when it led nowhere."""
    try:
        response = call()
    except BaseException:
        people().release_post(key)
        raise
    location = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    people().keep_answer(key, seal_answer(location, seal)) if location else people().release_post(key)
    return response


def answer_again(request: HttpRequest, key: uuid.UUID, seal: Fernet) -> HttpResponse:
    """Wait for the first post (8 seconds at most) and lead to the same place."""
    deadline = time.monotonic() + WAIT_S
    while (answer := people().answer_of(key)) == "" and time.monotonic() < deadline:
        time.sleep(STEP_S)
    if answer:
        return HttpResponseRedirect(open_answer(answer, seal))
    return render(request, "still_saving.html", status=409)


def posted(request: HttpRequest, *, files: bool = False) -> tuple[QueryDict | None, Files | None]:
    """The first arguments of a form: `Form(*posted(request))` is bound exactly when something was posted."""
    if request.method != "POST":
        return None, None
    return request.POST, request.FILES if files else None


def checked_id(text: str) -> uuid.UUID | None:
    """The id in a form field, None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def ticked(fields: QueryDict) -> list[uuid.UUID]:
    """The ids of all that were ticked in a list."""
    return [pk for text in fields.getlist("who") if (pk := checked_id(text))]


def fingerprint(ids: Iterable[uuid.UUID]) -> str:
    """Changes when it would be about anybody else: the check page of all sends it back."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "".join(map(str, ids))).hex


def offer(form: forms.BaseForm, name: str, choices: Choices | Callable[[], Choices]) -> None:
    """Let a field to choose from offer these."""
    _field_of(form, name, forms.ChoiceField).choices = choices


def offer_rows(form: forms.BaseForm, name: str, rows: models.QuerySet[Any], *, none: Any = "") -> None:
    """Let a field to choose objects from offer these; `none` says in words what leaving it open means."""
    field = _field_of(form, name, forms.ModelChoiceField)
    field.queryset = rows
    if none:
        field.empty_label = none


def _field_of[FieldT: forms.Field](form: forms.BaseForm, name: str, kind: type[FieldT]) -> FieldT:
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return field


def values_of(instance: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The present values of some fields; a foreign key as its id."""
    columns = {field.name: field.attname for field in instance._meta.concrete_fields}
    return {name: getattr(instance, columns[name]) for name in fields}


def digest(values: Mapping[str, Any]) -> str:
    """A short fingerprint of what a page shows; the form carries it as `version`."""
    shown = repr(sorted((name, str(value)) for name, value in values.items()))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def save_values(*, instance: models.Model, values: Mapping[str, Any], seen: str) -> bool:
    """Write `values` in one conditional UPDATE; False when they stood there already.

    Raises Conflict when the fields no longer have the values whose digest is `seen`.
    """
    rows = type(instance)._default_manager.filter(pk=instance.pk)
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
        cleaned = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {name: value.pk if isinstance(value, models.Model) else value for name, value in cleaned.items()}

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
            return ", ".join(str(labels.get(choice, choice)) for choice in value)
        return "" if value is None else str(labels.get(value, value))

    def now(self) -> dict[str, Any]:
        """The values that are saved at this moment."""
        return values_of(type(self.instance)._default_manager.get(pk=self.instance.pk), self._meta.fields or ())
