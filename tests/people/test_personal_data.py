"""The register of what is kept about people is whole, and nobody's export holds what is somebody else's."""

import os
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from people.models import User
from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS, Emptied, ErasedBy
from people.retention.time_limits import RETENTION_RULES
from tests.house import APPS
from tests.people.personal_data_page import page_of
from tests.permissions.canaries import let_loose
from tests.permissions.scene import set_scene

PAGE = Path(__file__).resolve().parents[2] / "docs" / "personal-data.md"
NAMES = ("kavya", "jack", "maria", "helen", "priya", "omar", "lena", "noor", "sam", "igor")
#: Of these fields somebody has to say whether the person gets them.
TELLING = (
    models.CharField, models.TextField, models.JSONField, models.BinaryField, models.DateField, models.DateTimeField,
    models.EmailField, models.GenericIPAddressField,
)  # fmt: skip


def is_ours(model):
    return model.__module__.partition(".")[0] in APPS


def names_somebody(field):
    return field.is_relation and field.related_model is User


def is_telling(field):
    return names_somebody(field) or (isinstance(field, TELLING) and not field.choices)


def fields_of(model):
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in fields if not field.primary_key or model is Session]


def to_declare():
    """Our models, and those of libraries that lead to a person."""
    return {
        model
        for model in apps.get_models()
        if is_ours(model) or any(names_somebody(field) for field in fields_of(model)) or model is Session
    }


def declared():
    return {record.model for record in PERSONAL_RECORDS}


def test_every_model_is_declared_or_said_to_hold_nothing_about_people():
    impersonal = {model for model, _why in IMPERSONAL_MODELS}
    assert to_declare() - declared() - impersonal == set()
    assert declared() & impersonal == set()


def test_what_is_said_to_hold_nothing_about_people_names_nobody():
    """Not directly, at least: what stands in its texts is for the one who writes the reason to judge."""
    assert [
        f"{model.__name__}.{field.name}"
        for model, _why in IMPERSONAL_MODELS
        for field in fields_of(model)
        if names_somebody(field)
    ] == []
    assert all(why for _model, why in IMPERSONAL_MODELS)


@pytest.mark.parametrize("record", list(PERSONAL_RECORDS), ids=lambda record: record.label)
def test_of_every_telling_field_it_is_said_whether_one_gets_it(record):
    named = {*record.exported, *record.withheld}
    known = {field.name for field in fields_of(record.model)}
    assert {field.name for field in fields_of(record.model) if is_telling(field)} - named == set()
    assert {name for name in named if name not in known and not hasattr(record.model, name)} == set(), "stale"
    assert set(record.exported) & set(record.withheld) == set()
    assert all(record.withheld.values())


@pytest.mark.parametrize("record", list(PERSONAL_RECORDS), ids=lambda record: record.label)
def test_what_erasure_empties_are_fields_with_values_that_they_can_hold(record):
    if isinstance(record.on_erasure, Emptied):
        for name, value in record.on_erasure.values.items():
            field = record.model._meta.get_field(name)
            assert value is not None or field.null
    elif isinstance(record.on_erasure, ErasedBy):
        assert callable(record.on_erasure.erase)


@pytest.mark.django_db
@pytest.mark.parametrize("record", list(PERSONAL_RECORDS), ids=lambda record: record.label)
def test_its_rows_are_found_by_the_person_and_are_about_them(record, cast):
    """With one object of every kind on the stage, each of the cast reads only rows that are about themselves."""
    let_loose(set_scene(cast))
    for person in cast.people.values():
        about = set(record.about(person).values_list("pk", flat=True))
        read = set(record.rows_of(person).values_list("pk", flat=True))
        erased = set(record.to_erase(person).values_list("pk", flat=True))
        assert read <= about | roster_of_all(record)
        assert erased <= about
    assert not record.about(User()).exists()


def roster_of_all(record):
    """That a roster was imported stands in everybody's access log."""
    acts = ("roster.applied", "roster.undone")
    if record.label != "people.AuditEntry":
        return set()
    return set(record.model.objects.filter(act__in=acts).values_list("pk", flat=True))


def words_for(person):
    """Everything that an export would say to somebody."""
    said = []
    for record in PERSONAL_RECORDS:
        for row in record.rows_of(person):
            said += [f"{record.label}.{name}: {getattr(row, name)}" for name in record.exported]
            computed = record.computed(row, person) if record.computed else {}
            said += [f"{label}: {value}" for label, value in computed.items()]
    return said


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_given_words_that_are_not_for_them(cast, name):
    """A marked word stands in every confidential field."""
    flock = let_loose(set_scene(cast))
    said = words_for(cast.people[name])
    hidden = [canary for canary in flock if name not in canary.readers]
    assert [line for line in said for canary in hidden if canary.word in line] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "words"), [
    ("kavya", {"her-part", "his-part", "agenda", "her-reflection", "her-draft", "objective", "win", "action-item",
               "answer-for-herself", "private-thanks", "word-to-manager",
               "junior-end-reason", "private-address", "private-conflict", "her-word", "answer-to-her", "kept-answer",
               "shared-answer", "insight", "expectations", "signed-snapshot", "earlier-part", "review-comment",
               "impact-how"}),
    ("jack", {"his-part", "her-part", "his-reflection", "senior-end-reason", "his-word", "pledge"}),
    ("priya", {"answer-to-her", "learnt", "review-step", "sponsor-says"}),
    ("maria", {"thanks-of-others", "decline-reason"}),
    ("omar", set()),
    ("helen", {"thanks-of-others", "answer-for-two"}),
    ("sam", set()),
])  # fmt: skip
def test_everybody_is_given_their_own(cast, name, words):
    flock = let_loose(set_scene(cast))
    said = "\n".join(words_for(cast.people[name]))
    met = {canary.word.removeprefix("canary-") for canary in flock if canary.word in said}
    assert words <= met
    if name not in ("kavya", "jack"):
        assert met == words


def test_every_rule_of_retention_stands_with_the_models_that_it_empties():
    ruled = {(part.rows(timezone.now()).model, rule.code) for rule in RETENTION_RULES for part in rule.parts}
    said = {(record.model, code) for record in PERSONAL_RECORDS for code in record.rules}
    impersonal = {model for model, _why in IMPERSONAL_MODELS}
    assert {(model, code) for model, code in ruled - said if model not in impersonal} == set()
    assert {code for _model, code in said} <= {rule.code for rule in RETENTION_RULES}


def test_the_page_for_data_protection_officers_is_what_the_code_declares():
    """Set WRITE_PERSONAL_DATA=1 to write the page anew, then read its diff."""
    if os.environ.get("WRITE_PERSONAL_DATA"):
        PAGE.write_text(page_of(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page_of()
