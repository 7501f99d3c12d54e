"""Forms of a roster import: the file, how its columns are read, and the yes to what it would change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frame.posts import Data, Files, offer
from frame.request_limits import MB
from people import orgchart
from roster.changes import KEEP
from roster.columns import check
from roster.dates import DAY_FIRST, MONTH_FIRST
from roster.encodings import ENCODINGS, SEPARATORS, family
from roster.limits import MAX_BYTES, max_rows
from roster.matching import NEW, SAME
from roster.models import RosterImport
from roster.names import WHOLE
from roster.records import LABELS
from roster.values import WORDS


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Roster file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty. Export it again.")},
    )

    def __init__(self, data: Data | None = None, files: Files | None = None) -> None:
        super().__init__(data, files)
        said = _(
            "CSV or XLSX with one row for each person, up to %(size)d MB and %(rows)s rows. Import a larger file in "
            "parts, as “some people”, or ask whoever runs this site to allow more rows."
        )
        self.fields["file"].help_text = said % {"size": MAX_BYTES // MB, "rows": f"{max_rows():,}"}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 60 MB. Leave out columns, or split it."))
        return file


class ColumnsForm(forms.Form):
    """How a text file is read, one select per column of the file, then what is chosen for the whole import."""

    encoding = forms.ChoiceField(label=_("Encoding"))
    separator = forms.ChoiceField(label=_("What separates the columns"))

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=_("Row with the names of the columns"), required=False, min_value=1, max_value=1000
    )

    date_order = forms.ChoiceField(
        label=_("Dates such as 03/04/2021"),
        required=False,
        choices=[
            ("", _("As the file itself shows; unclear ones are reported")),
            (DAY_FIRST, _("Day first: 3 April")),
            (MONTH_FIRST, _("Month first: March 4")),
        ],
    )
    level_mode = forms.ChoiceField(
        label=_("Levels"),
        help_text=_("Matching compares levels; a higher number is more senior. All levels come from one source."),
        widget=forms.RadioSelect,
        choices=[
            (orgchart.IMPORTED, _("From the column “Level” of the file")),
            (orgchart.DERIVED, _("Derived for everyone from the reporting lines: 10 at the top, one less per step")),
            (KEEP, _("As they are; new people get none unless their job title has one")),
        ],
    )
    everyone = forms.TypedChoiceField(
        label=_("Who is in this file"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "everyone",
        choices=[
            ("some", _("Some people: only those in the file are touched")),
            ("everyone", _("This is everyone: people who are not in the file have left")),
        ],
    )

    left_people = forms.ChoiceField(
        label=_("Addresses of people who have left"),
        help_text=_(
            "Rows with the address or number of somebody who has left and had another name. After the check each can "
            "be answered by itself at “Details”."
        ),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("Ask about each; until then these rows are not imported")),
            (
                SAME,
                _("It is the same person: once a second HR admin agrees they come back, with all they have written"),
            ),
            (NEW, _("It is somebody new: who has left keeps their account without this address and number")),
        ],
    )

    known_people = forms.ChoiceField(
        label=_("Addresses of people who are here under another number or name"),
        help_text=_("Everybody may have been given a new number; or a mailbox has gone to somebody else."),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("Ask about each; until then these rows are not imported")),
            (SAME, _("It is the same person: once a second HR admin agrees they have the new number and name")),
        ],
    )

    names = forms.ChoiceField(
        label=_("Names that stand in one column"),
        help_text=_("The preview shows how each new person would be greeted."),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("Cut them into first and last name, at the comma or before the last word")),
            (WHOLE, _("Leave them whole: people are greeted with the whole name")),
        ],
    )

    placeholders = forms.ChoiceField(
        label=_("Cells such as N/A, Vacant or -"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("Count as empty cells")),
            (WORDS, _("Are names and words like all others")),
        ],
    )

    def __init__(self, data: Data | None = None, files: Files | None = None, *, roster: RosterImport) -> None:
        options = roster.options
        initial = options | {"everyone": "everyone" if options.get("everyone") else "some"}
        super().__init__(data, files, initial=initial)
        self.offer_readings(roster.mapping)
        self.header = roster.mapping["header"]
        self.samples = roster.mapping["samples"]
        for index, name in enumerate(self.header):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=name or _("Column %(number)d without a name") % {"number": index + 1},
                required=False,
                choices=[("", _("Do not import")), *LABELS.items()],
                initial=roster.mapping["targets"][index],
            )

    def offer_readings(self, mapping: dict[str, Any]) -> None:
        """The encodings and separators to choose from, with what is used now; a workbook has neither."""
        self.is_text = mapping["kind"] != "xlsx"
        self.odd = mapping.get("odd", [])
        used = {"encoding": family(mapping["kind"]), "separator": mapping.get("separator", "")}
        for name, offered in (("encoding", ENCODINGS), ("separator", SEPARATORS)):
            now = used[name]
            offer(self, name, list((({} if now in offered else {now: now}) | offered).items()))
            self.initial[name] = now
            self.fields[name].required = self.is_text
        self.sheets = mapping.get("sheets", [])
        offer(self, "sheet", [(name, name) for name in self.sheets])
        self.initial.update(sheet=mapping.get("sheet", ""), header_row=mapping.get("header_row", 1))

    def reading_fields(self) -> list[forms.BoundField]:
        """How the file is read, as far as there is a choice."""
        names = ["encoding", "separator"] if self.is_text else ["sheet"] if len(self.sheets) > 1 else []
        return [self[name] for name in [*names, "header_row"]]

    @property
    def other_sheets(self) -> list[str]:
        return [name for name in self.sheets if name != self.initial["sheet"]]

    @property
    def reading(self) -> dict[str, Any]:
        """How the file is to be read, when checked."""
        names = [field.name for field in self.reading_fields()]
        return {name: self.cleaned_data.get(name) or self.initial[name] for name in names}

    @property
    def reads_anew(self) -> bool:
        """Whether the file is to be read anew: in another way than for this page, or by the button; when checked."""
        if any(name in self.errors for name in ("encoding", "separator", "sheet", "header_row")):
            return False
        return "again" in self.data or any(self.initial[name] != value for name, value in self.reading.items())

    def columns(self) -> list[dict[str, Any]]:
        """For the template: each column's field with up to three of its values."""
        return [
            {"field": self[f"column_{index}"], "samples": [row[index] for row in self.samples if row[index]][:3]}
            for index in range(len(self.header))
        ]

    def choices_below(self) -> list[forms.BoundField]:
        names = ("everyone", "level_mode", "left_people", "known_people", "names", "placeholders", "date_order")
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        targets = [cleaned.get(f"column_{index}", "") for index in range(len(self.header))]
        for problem in check(targets, self.header):
            self.add_error(None if problem.column is None else f"column_{problem.column}", problem.message)
        if cleaned.get("level_mode") == orgchart.IMPORTED and "level" not in targets:
            self.add_error("level_mode", _("No column is chosen as the level. Choose one, or derive the levels."))
        cleaned["targets"] = targets
        return cleaned

    def options(self) -> dict[str, Any]:
        """What was chosen for the whole import, as far as it could be read."""
        chosen = ("date_order", "level_mode", "everyone", "left_people", "known_people", "names", "placeholders")
        return {name: self.cleaned_data[name] for name in chosen if name in self.cleaned_data}


class ApplyForm(forms.Form):
    """Says yes to a preview; the number of leavers must be typed when it is large."""

    typed = forms.IntegerField(label=_("Number of people who leave"), min_value=0)

    def __init__(self, *args: Any, roster: RosterImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].required = bool(roster.preview.get("must_type"))
