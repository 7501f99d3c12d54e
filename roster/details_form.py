"""The form of what an import asks about single people, places and job titles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.orgchart import MAX_LEVEL
from people.timezones import by_country, grouped, place_of
from roster.countries import country_code
from roster.matching import NEW, SAME, Question
from roster.models import RosterImport

PLACES_AT_ONCE = 40
NAMES_AT_ONCE = 40
QUESTIONS_AT_ONCE = 100
TITLES_AT_ONCE = 150


class DetailsForm(forms.Form):
    """Who it is in rows that may be about somebody known, a time zone for each unclear place, who is meant by each
    manager's name that several people have, and a level for each job title that should have its own."""

    def __init__(self, *args: Any, roster: RosterImport, titles: list[list[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = [tuple(row) for row in roster.preview["places"][:PLACES_AT_ONCE]]
        self.titles = titles[:TITLES_AT_ONCE]
        self.known = roster.options.get("title_levels", {})
        for index, (city, region, country, _count) in enumerate(self.places):
            self.fields[f"zone_{index}"] = forms.ChoiceField(
                label=", ".join(part for part in (city, region, country) if part),
                required=False,
                choices=[("", _("Decide later")), *zone_choices(country)],
            )
        self.questions = [Question(*row) for row in roster.preview.get("questions", [])[:QUESTIONS_AT_ONCE]]
        for index, question in enumerate(self.questions):
            self.fields[f"identity_{index}"] = forms.ChoiceField(
                label=question.in_file,
                required=False,
                choices=answers_to(question),
                initial=roster.options.get("identities", {}).get(question.key, ""),
            )
        self.names = roster.preview.get("managers", [])[:NAMES_AT_ONCE]
        for index, (name, people, _count) in enumerate(self.names):
            self.fields[f"manager_{index}"] = forms.ChoiceField(
                label=people[0][1].partition(",")[0],
                required=False,
                choices=[("", _("Decide later")), *people],
                initial=roster.options.get("managers", {}).get(name, ""),
            )
        for index, (title, _count, _levels, override) in enumerate(self.titles):
            self.fields[f"level_{index}"] = forms.IntegerField(
                label=title, required=False, min_value=0, max_value=MAX_LEVEL, initial=override
            )

    def place_rows(self) -> list[dict[str, Any]]:
        return [{"field": self[f"zone_{i}"], "count": place[3]} for i, place in enumerate(self.places)]

    def title_rows(self) -> list[dict[str, Any]]:
        return [
            {"field": self[f"level_{i}"], "count": count, "levels": levels}
            for i, (_title, count, levels, _override) in enumerate(self.titles)
        ]

    def manager_rows(self) -> list[dict[str, Any]]:
        return [{"field": self[f"manager_{i}"], "count": row[2]} for i, row in enumerate(self.names)]

    def identity_rows(self) -> list[dict[str, Any]]:
        return [{"field": self[f"identity_{i}"], "question": question} for i, question in enumerate(self.questions)]

    def identities(self) -> dict[str, str]:
        """Who it is in each row that was asked about, by its address; empty where that is not decided."""
        return {question.key: self.cleaned_data[f"identity_{i}"] for i, question in enumerate(self.questions)}

    def managers(self) -> dict[str, str]:
        """Who is meant by each name: their number or address, empty where that is not decided."""
        return {row[0]: self.cleaned_data[f"manager_{i}"] for i, row in enumerate(self.names)}

    def zones(self) -> list[list[str]]:
        chosen = ((place, self.cleaned_data[f"zone_{i}"]) for i, place in enumerate(self.places))
        return [[*place[:3], zone] for place, zone in chosen if zone]

    def title_levels(self) -> dict[str, int | None]:
        """Only the titles whose level was changed here; None takes HR's level away."""
        now = ((row, self.cleaned_data[f"level_{i}"]) for i, row in enumerate(self.titles))
        return {row[0]: level for row, level in now if level != row[3]}


def answers_to(question: Question) -> list[Any]:
    """What may be answered: two who are here cannot have one address."""
    same = _("The same person: %(name)s") % {"name": question.known}
    return [("", _("Decide later")), (SAME, same), *([(NEW, _("Somebody new"))] if question.is_left else [])]


def zone_choices(country: str) -> list[Any]:
    """The country's own zones where it is known, else all of them by region."""
    own = by_country().get(country_code(country), ())
    return [(zone, place_of(zone)) for zone in own] if own else grouped()
