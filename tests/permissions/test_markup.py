"""Markup in everything that somebody can type is shown as it was typed, on every page and in every answer."""

import pytest
from django.apps import apps
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Concat, Left

from people.models import User
from tests.house import APPS
from tests.permissions.canaries import let_loose
from tests.permissions.crawl import walk
from tests.permissions.scene import set_scene

RAW = "<b hx-trap>"
MARK = f"{RAW}\"'"
#: Whose forms are sent, too.
SENDERS = ("kavya", "jack", "priya", "omar")

#: What is made by the program, or is checked against a list or a pattern before it is kept.
NEVER_TYPED = {
    "AuditEntry.act", "AuditEntry.about_type", "AuditEntry.about_id", "AuditEntry.sign_in", "FormToken.location",
    "User.password", "User.email", "User.working_days", "Series.planned_by_side",
    "Organization.logo_digest", "User.employee_number", "User.time_zone", "User.language",
    "Organization.mentor_word", "Organization.mentors_word", "Organization.leader_word", "Organization.leaders_word",
    "Organization.program_word", "Organization.programs_word",
    "Organization.time_zone", "Organization.email_sender", "HeldAct.topic",
    "RosterImport.digest", "RosterImport.fingerprint", "RosterPage.part",
    "Delivery.key", "Delivery.kind", "Delivery.message_id", "Delivery.link", "Delivery.body_html",
    "ChannelPreference.kind",
    "MessageText.kind", "GroupPreference.group", "GroupPreference.frequency", "Organization.mail_color",
    "Program.template", "Cycle.enrolment_token", "Certificate.code", "Todo.link",
    "MatchRun.phase", "MatchRun.input_digest",
    "ReviewRound.response_band", "ReviewQuestion.code", "ReviewQuestion.section", "CastBallot.mark",
    "SealedReview.respondent", "ImpactSum.unit", "ErasedPerson.pseudonym", "RetentionPeriod.code", "Pack.fingerprint",
}  # fmt: skip


def typed_fields():
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model.__module__.partition(".")[0] in APPS else ():
            is_typed = isinstance(field, CharField | TextField) and not field.choices
            if is_typed and not field.primary_key and f"{model.__name__}.{field.name}" not in NEVER_TYPED:
                yield model, field


@pytest.fixture
def marked(cast):
    """The scene with markup behind every name and text in it; names differ still, and none outgrows its field."""
    scene = set_scene(cast)
    let_loose(scene, tail=MARK)
    User.objects.update(preferred_name=F("first_name"), job_title="Clerk", city="Lyon", country="France")
    for model, field in typed_fields():
        rows = model._base_manager.exclude(**{f"{field.name}__contains": RAW}).exclude(**{field.name: ""})
        room = (field.max_length or 4000) - len(MARK)
        rows.update(**{field.name: Concat(Left(F(field.name), room), Value(MARK), output_field=TextField())})
    return scene


@pytest.fixture(scope="module")
def walks():
    return {}


@pytest.fixture
def walk_of(walks, request):
    """Gives `walk_of(name)`: the walk of one of the cast, made once for the tests about them, which run in a row."""

    def made(name):
        if name not in walks:
            scene = request.getfixturevalue("marked")
            met = walk(scene, scene.cast.people[name], posts=name in SENDERS)
            walks.clear()
            walks[name] = met
        return walks[name]

    return made


def where(text):
    """The words about the first raw mark of an answer; empty without one."""
    at = text.find(RAW)
    return text[max(0, at - 200) : at + len(MARK)] if at >= 0 else ""


def is_page(text):
    return "text/html" in text[:1000].lower()


def loads_htmx(text):
    return "django_htmx/htmx" in text


def uses_htmx(text):
    """A part that was asked for by its own address comes without the page about it. `hx-boost` alone does nothing: a
    list that has no part of its own leaves it to the browser."""
    return "<html" in text and any(f" hx-{verb}=" in text for verb in ("get", "post", "target"))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", [*SENDERS, "sam", "lena", "igor"], scope="module")
def test_no_page_takes_it_for_markup(walk_of, name):
    pages = walk_of(name).pages
    assert {url: where(text) for url, text in pages if is_page(text) and RAW in text} == {}
    odd = {url for url, text in pages if is_page(text) and loads_htmx(text) != uses_htmx(text)}
    assert odd == set(), "htmx stands ready for markup of strangers where no page needs it, or is missing"
    assert any("&lt;b hx-trap&gt;" in text for _url, text in pages), "a crawl that meets none of it proves nothing"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", SENDERS, scope="module")
def test_no_answer_to_a_form_takes_it_for_markup(walk_of, name):
    answers = walk_of(name).answers
    assert {url: where(text) for url, _status, text in answers if is_page(text) and RAW in text} == {}
