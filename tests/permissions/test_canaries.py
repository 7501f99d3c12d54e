"""Confidential words surface only where their audience reads: on pages, in messages, calendars and logs."""

import logging
from dataclasses import dataclass
from email.utils import parseaddr

import pytest
from django.apps import apps
from django.db import models

from notifications import kinds
from notifications.models import Delivery
from people.models import AuditEntry, Role
from tests import factories as make
from tests.house import APPS
from tests.permissions.canaries import Canary, let_loose
from tests.permissions.crawl import Walk, walk
from tests.permissions.messages import send_everything, set_all_states, texts_of
from tests.permissions.scene import set_scene

NAMES = ("kavya", "jack", "maria", "helen", "priya", "omar", "lena", "noor", "sam", "igor")


@pytest.fixture
def scene(cast):
    return set_scene(cast)


@dataclass
class Round:
    """What one of the cast met with all canaries out, and what was written down meanwhile."""

    walk: Walk
    flock: list[Canary]
    log: str
    audit: str


@pytest.fixture(scope="module")
def rounds():
    return {}


@pytest.fixture
def made_by(rounds, request, caplog):
    """Gives `made_by(name)`: the round of one of the cast, made once for the tests about them, which run in a row."""

    def made(name):
        if name not in rounds:
            caplog.set_level(logging.DEBUG)
            scene = request.getfixturevalue("scene")
            flock = let_loose(scene)
            met = walk(scene, scene.cast.people[name], posts=True)
            rounds.clear()
            rounds[name] = Round(met, flock, caplog.text, str(list(AuditEntry.objects.values_list())))
        return rounds[name]

    return made


def met_on(pages, flock, may_read):
    """The canaries on pages of somebody who is not meant to meet them, each with where."""
    return {
        (canary.word, url) for url, text in pages for canary in flock if canary.word in text and not may_read(canary)
    }


def met_by(scene, person, flock, may_read):
    return met_on(walk(scene, person).pages, flock, may_read)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES, scope="module")
def test_nobody_meets_words_that_are_not_for_them(made_by, name):
    made = made_by(name)
    assert met_on(made.walk.pages, made.flock, lambda canary: name in canary.readers) == set()
    assert "canary-" not in made.log
    assert "canary-" not in made.audit


#: What a program makes of a closed review, and whether a cycle reached its aims: about all of it and no pair, for its
#: whole team from the first word on, as the pages say; docs/privacy.md.
OF_THE_PROGRAM = {"learnt", "review-step", "sponsor-says", "outcome"}

#: Who has a role and is a party: what they read besides as one of two, and where the role ends.
INSIDERS = {
    "jack": ("coordinator", {"decline-reason", "scenario-name"}),
    "helen": ("hr", {"junior-end-reason", "senior-end-reason", "shared-answer", "kept-answer", "team-note",
                     "scenario-name", "hr-conflict", "second-person-reason"}),
    "sam": ("coordinator", {"decline-reason", "scenario-name"}),
    "kavya": ("hr", {"decline-reason", "scenario-name", "hr-conflict", "second-person-reason", "hold-reason"}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", INSIDERS)
def test_a_role_adds_nothing_about_ones_own_pairing(scene, name):
    """Jack runs the program in which he learns; Helen of HR never reads that and why Maria has declined her."""
    flock, person = let_loose(scene), scene.cast.people[name]
    role, besides = INSIDERS[name]
    if role == "hr":
        make.RoleGrantFactory(user=person, role=Role.HR_ADMIN)
    else:
        make.CoordinatorFactory(program=scene.cast.program, user=person)
    words = {f"canary-{word}" for word in besides | OF_THE_PROGRAM}
    assert met_by(scene, person, flock, lambda canary: name in canary.readers or canary.word in words) == set()


@pytest.mark.slow
def test_whoever_runs_another_program_meets_nothing(scene):
    flock = let_loose(scene)
    elsewhere = make.CoordinatorFactory().user
    assert met_by(scene, elsewhere, flock, lambda canary: False) == set()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES, scope="module")
def test_answers_to_forms_are_as_discreet(made_by, name):
    """Forms sent empty and with a version that is outdated: what they answer is for their audience alone."""
    made = made_by(name)
    answers = made.walk.answers
    pages = [(f"{url} ({status})", text) for url, status, text in answers]
    assert met_on(pages, made.flock, lambda canary: name in canary.readers) == set()
    assert not [(url, status) for url, status, _text in answers if status >= 500]
    if name in ("kavya", "priya", "omar"):
        assert {status for _url, status, _text in answers} >= {409, 422}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "words"), [
    ("kavya", {"her-part", "his-part", "place", "agenda", "her-reflection", "objective", "action-item",
               "junior-end-reason", "earlier-item", "withdrawn-promise", "withdrawn-reason", "earlier-agenda",
               "earlier-insight", "pledge", "her-word", "answer-to-her", "impact-how"}),
    ("jack", {"her-part", "his-part", "agenda", "his-reflection", "objective", "action-item", "senior-end-reason",
              "earlier-item", "withdrawn-promise", "withdrawn-reason", "earlier-agenda", "earlier-insight", "pledge",
              "his-word", "impact-how"}),
    ("sam", {"place"}),
    ("priya", {"shared-answer", "kept-answer", "junior-end-reason", "senior-end-reason", "team-note", "her-word",
               "answer-to-her", "learnt", "review-step", "outcome"}),
    ("omar", {"hr-conflict", "team-note", "hold-reason", "sponsor-says"}),
], scope="module")  # fmt: skip
def test_the_audience_does_meet_its_words(made_by, name, words):
    """The crawl would prove nothing if it saw nothing."""
    text = "".join(text for _url, text in made_by(name).walk.pages)
    assert {word for word in words if f"canary-{word}" in text} == words


#: Where the two and their assistant meet stands in their calendars.
IN_MESSAGES = {"canary-place"}


@pytest.mark.slow
def test_no_message_of_any_kind_carries_confidential_words(scene, mailoutbox):
    set_all_states(scene)
    flock = let_loose(scene)
    sent = send_everything()
    assert set(sent) == {kind.code for kind in kinds.all_kinds()}, "a kind that was never sent proves nothing"
    people = {person.email: name for name, person in scene.cast.people.items()}
    for message in mailoutbox:
        addresses_of = [parseaddr(address)[1] for address in message.to]
        text, readers = texts_of(message), {people.get(address, "somebody else") for address in addresses_of}
        met = {canary for canary in flock if canary.word in text}
        assert {canary.word for canary in met} <= IN_MESSAGES, message.subject
        assert all(readers <= canary.readers for canary in met), (message.subject, readers)
    kept = Delivery.objects.filter(channel="in_app").values_list("title", "body_text", "body_html", "reason")
    assert not any(
        word in text for row in kept for text in row for word in ("canary-her-part", "canary-his-part", "canary-agenda")
    )


#: Fields that hold no words of a person, or words for everybody who may open their object.
OPEN = {
    # what HR and coordinators write for all to read
    "Program.purpose", "Program.success_measures", "Question.text", "Question.options", "ReviewQuestion.text",
    "ReflectionQuestion.text",
    "Organization.email_sender", "Organization.mail_footer", "TeamNote.text", "Terms.text",
    "MeasureAnswer.measure",
    "Orientation.screens", "Orientation.pledge", "Orientation.question", "WarmUp.question",
    # the people of the roster, for whoever has the directory, and the files they come in, for HR
    "HeldAct.topic", "HeldAct.payload", "HeldAct.named", "User.email", "User.spoken_languages",
    "User.search_text",
    "RosterImport.file_name", "RosterImport.mapping", "RosterImport.options", "RosterImport.counts",
    "RosterImport.preview", "RosterImport.before", "RosterImport.message", "RosterPage.rows",
    # names of the two and a kind of matter, never a reason
    "Todo.text", "Todo.link",
    # names of fields, topics, states, roles and numbers; tests/people/audit proves that no words get there
    "AuditEntry.details",
    # numbers of rows by the code of a rule
    "RetentionRun.report",
    # a name or an address as its author typed it; tests/programs and tests/people/profile say who reads it
    "Wish.named", "User.named_assistants",
    # choices, settings, numbers
    "Agreement.channels", "Program.channels", "Program.visited_topics", "FormToken.answer", "MatchPolicy.weights",
    "SessionLog.topic_names", "HandOver.planned",
    "MatchRun.about", "MatchRun.pins", "MatchRun.forbidden", "MatchRun.left_out", "MatchRun.policy",
    "MatchRun.outcome", "MatchRun.details", "MatchRun.dropped", "MatchRun.message",
    "RotationOutlook.rounds", "RotationOutlook.first_without", "RotationOutlook.rules",
    "Proposal.parts", "ReviewRound.answered_so_far", "Snapshot.results",
    # settings and rules in words; tests/insights/pack/test_pages.py proves that nobody's words get there
    "Pack.content", "InForce.content",
    # how a request ended, in the words of the program; names in it are of who asked, of whom it is
    "HeldAct.outcome",
}  # fmt: skip


def test_every_field_that_holds_words_has_a_canary_or_a_reason(scene):
    """A new field for text is confidential until somebody has said otherwise."""
    let_loose(scene)
    without = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in {*APPS} - {"notifications"}
        for field in model._meta.concrete_fields
        if holds_words(field) and not _has_canary(model, field)
    }
    assert without == OPEN


def holds_words(field):
    is_text = isinstance(field, models.TextField | models.JSONField)
    return is_text or (isinstance(field, models.CharField) and not field.choices and field.max_length >= 200)


def _has_canary(model, field):
    return any("canary-" in str(value) for value in model._base_manager.values_list(field.name, flat=True))
