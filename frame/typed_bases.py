"""Base classes of Django that are generic for the type checker alone: at work they take no type in brackets."""

from typing import TYPE_CHECKING

from django import forms
from django.core.paginator import Paginator as DjangoPaginator
from django.db import models

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    type Text = str | Combinable

    CharField = models.CharField[Text, str]
    ModelForm = forms.ModelForm[models.Model]
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField[models.Model]
    TextField = models.TextField[Text, str]
    Paginator = DjangoPaginator[object]
else:
    TextField = models.TextField
    CharField = models.CharField
    ModelForm = forms.ModelForm
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField
    Paginator = DjangoPaginator
