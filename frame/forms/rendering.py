"""How every form looks: Tabler's classes on the widgets, hints, readers and errors tied to their field."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from frame.forms.audience import ICONS, Audience

#: Lines of a text area unless its widget says otherwise; Django says "10" for every one.
ROWS, DJANGOS_ROWS = "4", "10"
CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


def widget_class(widget: forms.Widget) -> str:
    """The Tabler class of a widget; empty for hidden ones."""
    if widget.is_hidden:
        return ""
    if isinstance(widget, CHECKS):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


class TablerBoundField(BoundField):
    """A bound field that knows who reads it and describes itself to assistive technology."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        names = [attrs.pop("class", ""), widget.attrs.get("class", ""), widget_class(widget)]
        if self.errors and not widget.is_hidden:
            names.append("is-invalid")
        if classes := " ".join(dict.fromkeys(" ".join(names).split())):
            attrs["class"] = classes
        if str(widget.attrs.get("placeholder", "")).casefold() == str(self.label).casefold():
            del widget.attrs["placeholder"]
        if isinstance(widget, forms.Textarea):
            rows = str(widget.attrs.get("rows", DJANGOS_ROWS))
            attrs.setdefault("rows", ROWS if rows == DJANGOS_ROWS else rows)
        return attrs

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if described is not None and self.audience and self.auto_id:
            described = f"{self.auto_id}_audience {described}".strip()
        return described

    @property
    def audience(self) -> str:
        """Who will read what is typed here; empty where nothing was said."""
        who = getattr(self.field, "audience", "")
        return str(who.label if isinstance(who, Audience) else who)

    @property
    def audience_icon(self) -> str:
        who = getattr(self.field, "audience", None)
        return ICONS[who] if isinstance(who, Audience) else "eye"

    @property
    def is_check(self) -> bool:
        """A single box, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_id(self) -> str:
        """The id of the element an error message links to."""
        if self.use_fieldset and isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    def css_classes(self, extra_classes: Any = None) -> str:
        classes = super().css_classes(extra_classes)
        narrow = {"number": "field-number", "date": "field-short", "time": "field-short"}
        kind = getattr(self.field.widget, "input_type", "")
        return f"field {narrow.get(kind, '')} {classes}".strip()


class TablerRenderer(TemplatesSetting):
    """Set as FORM_RENDERER, so that `{{ form }}` and `{{ form.name.as_field_group }}` look right everywhere."""

    bound_field_class = TablerBoundField
