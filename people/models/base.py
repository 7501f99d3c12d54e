"""What every model of ours shares."""

import unicodedata
import uuid
from typing import Any

from django import forms
from django.db import models

from frame.isolation import no_address
from frame.typed_bases import CharField


class UUIDModel(models.Model):
    """A random identifier, so that nothing can be counted or guessed from a URL."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


#: Unseen, and yet part of how Persian, Indian scripts and emoji are written.
JOINERS = "\u200c\u200d"


def one_line(text: str) -> str:
    """The text without line breaks, control characters and what is unseen or turns the direction of writing round."""
    if text.isascii() and text.isprintable():
        return text
    signs = (visible_sign(sign) for sign in unicodedata.normalize("NFC", text))
    return " ".join("".join(signs).split()).strip(JOINERS)


def visible_sign(sign: str) -> str:
    """A character as it may stand in a line: itself, a blank for white space, nothing for what nobody can see."""
    if sign.isspace():
        return " "
    is_unseen = unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in JOINERS
    return "" if is_unseen else sign


class OneLineText(forms.CharField):
    """The form's side of it: what is refused as empty or too long is what would be stored."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return one_line(value) if isinstance(value, str) else value


class OneLineField(CharField):
    """A CharField that holds one line, whoever writes it: a form, an import or a service."""

    def deconstruct(self) -> Any:
        """In the database it is a CharField like any other, so that migrations need not know of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": OneLineText} | kwargs)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return one_line(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The object in memory says what is stored."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = one_line(value)
            setattr(model_instance, self.attname, value)
        return value


def name_of_somebody(text: str) -> str:
    """One line in which no mail program finds the address of a site."""
    return one_line(no_address(one_line(text)))


class NameText(OneLineText):
    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return name_of_somebody(value) if isinstance(value, str) else value


class NameField(OneLineField):
    """Part of somebody's name, whoever writes it: people choose it, and it stands in messages to others."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": NameText} | kwargs)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return name_of_somebody(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = name_of_somebody(value)
            setattr(model_instance, self.attname, value)
        return value
