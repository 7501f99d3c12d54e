"""Verbs about the terms of a program: word them anew, agree to them."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet

from frame.errors import Conflict
from people.models import User
from programs.models import AgreedTerms, Participant, Program, Terms
from programs.recording import record_act
from programs.services.setup import mark_topic_visited, refuse_archived


def terms_in_force(program: Program) -> Terms | None:
    """What whoever enrols now is asked to agree to; None where nothing is."""
    latest = program.terms.first()
    return latest if latest and latest.text else None


def versions_of(program: Program) -> QuerySet[Terms, Terms]:
    """Every version with who wrote it and how many have agreed to it, the latest first."""
    return program.terms.select_related("written_by").annotate(agreed=Count("agreements"))


@dataclass(frozen=True)
class Asked:
    """The terms that somebody is asked to agree to; `earlier` is what they agreed to in this program before they were
    worded anew."""

    terms: Terms
    earlier: AgreedTerms | None = None


def terms_to_agree(terms: Terms | None, user: User, participant: Participant | None) -> Asked | None:
    """None where nothing is asked, or where they have agreed to these words for this place. One query."""
    if terms is None:
        return None
    agreed = list(
        AgreedTerms.objects.filter(participant__user=user, terms__program=terms.program_id).select_related("terms")
    )
    if participant and any(
        agreement.participant_id == participant.pk and agreement.terms_id == terms.pk for agreement in agreed
    ):
        return None
    return Asked(terms, next((agreement for agreement in agreed if agreement.terms_id != terms.pk), None))


@transaction.atomic
def write_terms(*, program: Program, text: str, by: User, seen: int) -> bool:
    """A new version, for whoever enrols from now on; those who have agreed to an earlier one keep it. False where the
    words are those in force. Raises Conflict when somebody has written another version than `seen`."""
    refuse_archived(program)
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    latest = program.terms.first()
    version, words = (latest.version, latest.text) if latest else (0, "")
    if version != seen:
        raise Conflict
    mark_topic_visited(program=program, code="terms")
    if words == text:
        return False
    Terms.objects.create(program=program, version=version + 1, text=text, written_by=by)
    record_act("terms.changed", program, about=program, by=by, version=version + 1)
    return True


def agree_to_terms(*, participant: Participant, terms: Terms | None) -> None:
    """Keep that somebody has agreed to these words, and when; the first time counts."""
    if terms is not None:
        AgreedTerms.objects.get_or_create(participant=participant, terms=terms)
