"""One object of every kind, all belonging to Kavya and Jack's pairing or to their program, to fill in URLs with."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from community.models import ManagerWord, Milestone, ReflectionAnswer, ReflectionQuestion, Thanks
from community.services import months_ahead
from insights.models import Pack, ProgramReview, ReviewStep
from insights.pack.in_force import content_now
from notifications.kinds import Channel
from notifications.models import Delivery, HrNote, MessageText
from pairings.models import Certificate, HandOver, Impact, Objective, Signature
from pairings.services import send_word
from pairings.services.agreement import content_of
from people.clock import local_today
from people.models import ConflictOfInterest, DataCopy, HeldAct, LegalHold, Organization
from people.sealed_secrets import seal_file
from programs.models import AgreedTerms, Question, TeamNote, Terms
from programs.services import raise_todo, set_person_of_trust
from proposals.models import MatchPolicy, MatchRun, Proposal
from roster.services import start_import
from sessions.models import (
    ActionItem,
    Ballot,
    Insight,
    Meeting,
    MeetingChange,
    RetractedMeeting,
    ReviewRound,
    SessionLog,
    Win,
)
from sessions.reviews.services import open_round
from tests.cast import Cast
from tests.factories import MeetingFactory, ParticipantFactory, UserFactory


@dataclass
class Scene:
    """The cast and, by the name of a URL's argument, a value that leads to an object of theirs."""

    cast: Cast
    arguments: dict[str, Any]
    special: dict[str, dict[str, Any]]

    def kwargs_for(self, name: str, wanted: list[str]) -> dict[str, Any]:
        """Arguments for the URL of that name; KeyError when the scene has none of that kind."""
        own = self.special.get(name, {})
        return {argument: own[argument] if argument in own else self.arguments[argument] for argument in wanted}


def set_scene(cast: Cast) -> Scene:
    """Put one object of every kind on the stage."""
    run, proposal = _a_run(cast)
    TeamNote.objects.create(cycle=cast.cycle, subject="News", text="Dear {name}", sent_by=cast.priya, recipient_count=2)
    HrNote.objects.create(subject="News", text="Dear {name}", sent_by=cast.omar, recipient_count=1)
    terms = Terms.objects.create(
        program=cast.program, version=1, text="What is said stays here.", written_by=cast.priya
    )
    AgreedTerms.objects.create(participant=cast.pairing.junior, terms=terms)
    own_words = {"scope": cast.program.pk, "kind": "invitation", "subject": "Join us", "text": "Dear {name}, join us."}
    MessageText.objects.create(version=1, author=cast.priya, **own_words)
    MatchPolicy.objects.filter(program=cast.program).update(allows_self_matching=True)
    review_round = open_round(cycle=cast.cycle, today=timezone.localdate())
    came_of_it = _a_program_review(cast)
    planned = MeetingFactory(pairing=cast.pairing)
    held = _a_held_meeting(cast)
    conflict = ConflictOfInterest.objects.create(person=cast.kavya, other=cast.helen)
    private = ConflictOfInterest.objects.create(person=cast.kavya, other=cast.noor, owner=cast.kavya)
    roster = start_import(user=cast.omar, file_name="roster.csv", content=b"Email,Name\nnew@example.com,New One\n")
    todo = raise_todo(
        program=cast.program,
        kind="slipping",
        subject_id=cast.pairing.pk,
        text="Slips",
        concerns=[cast.kavya, cast.jack],
    )
    HandOver.objects.create(pairing=cast.pairing, side="junior", successor=cast.other_pairing.junior)
    certificate = Certificate.objects.create(participant=cast.pairing.junior, meetings_held=3)
    arguments = {
        "program_id": cast.program.pk,
        "cycle_id": cast.cycle.pk,
        "participant_id": cast.pairing.junior_id,
        "other_id": cast.other_pairing.senior_id,
        "pairing_id": cast.pairing.pk,
        "meeting_id": planned.pk,
        "ballot_id": Ballot.objects.get(round=review_round, user=cast.kavya).pk,
        "round_id": review_round.pk,
        "step_id": came_of_it.steps.get().pk,
        "run_id": run.pk,
        "proposal_id": proposal.pk,
        "objective_id": Objective.objects.create(pairing=cast.pairing, title="Two posts a month").pk,
        "item_id": ActionItem.objects.create(pairing=cast.pairing, text="Send the link", owner="senior").pk,
        "win_id": Win.objects.create(pairing=cast.pairing, meeting=held, author=cast.kavya, text="He let me finish").pk,
        "insight_id": _an_insight(cast, held).pk,
        "impact_id": _an_impact(cast).pk,
        "thanks_id": _some_thanks(cast).pk,
        **_a_question(cast),
        "milestone_id": Milestone.objects.create(pairing=cast.pairing, kind="first").pk,
        "manager_word_id": _a_word_to_her_manager(cast).pk,
        "topic_id": cast.topic.pk,
        "question_id": Question.objects.create(program=cast.program, text="What could you share?").pk,
        "todo_id": getattr(todo, "pk", None),
        "delivery_id": _a_delivery(cast).pk,
        "user_id": cast.noor.pk,
        "pk": cast.noor.pk,
        "import_id": roster.pk,
        "conflict_pk": conflict.pk,
        "act_pk": HeldAct.objects.create(
            kind="change_address",
            person=cast.noor,
            asked_by=cast.omar,
            reason="New name",
            payload={"before": cast.noor.email, "after": "noor.aziz@example.com"},
        ).pk,
        "answer": "refuse",
        "version": 1,
        "copy_id": _a_copy(cast),
        "role": "operator",
        "act": "end",
        "word_id": _words(cast),
        "move": "close-enrolment",
        "decision": "approve",
        "code": "review_prompt",
        "side": "junior",
        "hold_id": LegalHold.objects.create(person=cast.maria, placed_by=cast.omar, reason="A complaint").pk,
        "token": cast.cycle.enrolment_token,
        "pack_id": _a_pack(cast),
        "digest": _a_logo(),
        "certificate_id": certificate.pk,
        "certificate_code": certificate.code,
        "earlier_id": _a_pack(cast),
    }
    passkey = Authenticator.objects.create(
        user=cast.kavya, type=Authenticator.Type.WEBAUTHN, data={"name": "Her phone", "credential": {}}
    )
    type(cast.cycle).objects.filter(pk=cast.cycle.pk).update(rotates_on=timezone.localdate() + dt.timedelta(days=60))
    special = {
        "rotation_choice": {"participant_id": cast.pairing.junior_id},
        "question_choose": _next_month(),
        "thanks_give": {"user_id": cast.jack.pk},
        "mfa_remove_webauthn": {"pk": passkey.pk},
        "profile_conflict_remove": {"pk": private.pk},
        "conflict_remove": {"pk": cast.kavya.pk},
        "guest_change": {"pk": _a_guest(cast)},
        "unsubscribe": {"token": "not-a-token"},
        "owner_link": {"token": "not-a-token"},
        "meeting_log": {"meeting_id": held.pk},
        "meeting_correct": {"meeting_id": held.pk},
        "meeting_take_back": {"meeting_id": held.pk},
        "meeting_take_back_answer": {"meeting_id": held.pk},
        "match_change": {"act": "out"},
        "deliveries_mend": {"act": "retry"},
        "unseen_mend": {"act": "retry"},
        "retention_change": {"code": "message_words"},
        "match_export": {"file": "pairs.csv"},
        "message_text": {"code": "invitation"},
        "message_text_reset": {"code": "invitation"},
    }
    for page in ("program_review", "program_review_write", "program_review_publish", "program_review_sign",
                 "review_step_add", "program_review_paper", "program_review_paper_make"):  # fmt: skip
        special[page] = {"round_id": came_of_it.round_id}
    for page in ("import", "columns", "details", "apply", "restart", "undo", "discard", "problems"):
        special[f"roster_{page}"] = {"pk": roster.pk}
    return Scene(cast, arguments, special)


def _a_logo() -> str:
    """The organisation's, under its name in addresses."""
    Organization.objects.current()
    Organization.objects.update(logo=b"PNG", logo_digest="ab12")
    return "ab12"


def _a_pack(cast: Cast) -> uuid.UUID:
    """Kept without an entry in the audit log, which is about what the cast does."""
    content = content_now()
    return Pack.objects.create(made_by=cast.omar, fingerprint=content.fingerprint, content=content.as_json()).pk


def _words(cast: Cast) -> uuid.UUID:
    """Each of the two has turned to somebody: Kavya to the coordinator, Jack to a person of trust."""
    set_person_of_trust(program=cast.program, user=UserFactory(first_name="Tessa"), by=cast.omar)
    send_word(pairing=cast.pairing, by=cast.jack, to="trusted", text="In confidence")
    return send_word(pairing=cast.pairing, by=cast.kavya, to="team", text="In confidence").pk


def _a_program_review(cast: Cast) -> ProgramReview:
    """What came of a review that closed long ago, written and not published."""
    today = timezone.localdate()
    closed = ReviewRound.objects.create(
        cycle=cast.cycle, number=0, state="closed", opens_on=today - dt.timedelta(days=300),
        closes_on=today - dt.timedelta(days=290), closed_at=timezone.now() - dt.timedelta(days=290),
    )  # fmt: skip
    review = ProgramReview.objects.create(
        round=closed, learnt="Time is short", written_by=cast.priya, comment="Go on", comment_by=cast.lena
    )
    due_on = today + dt.timedelta(days=20)
    ReviewStep.objects.create(review=review, kind="step", text="Half an hour more", owner=cast.priya, due_on=due_on)
    return review


def _a_guest(cast: Cast) -> uuid.UUID:
    """An apprentice without an address of the organisation, for whom Omar vouches."""
    until = timezone.localdate() + dt.timedelta(days=100)
    who = {"guest_until": until, "vouched_by": cast.omar, "vouched_at": timezone.now()}
    return UserFactory(first_name="Tom", last_name="Guest", email="tom@mail.example", **who).pk


def _a_run(cast: Cast) -> tuple[MatchRun, Proposal]:
    now = timezone.now()
    run = MatchRun.objects.create(cycle=cast.cycle, created_by=cast.omar, state="done", finished_at=now, kept_at=now)
    junior = ParticipantFactory(
        cycle=cast.cycle, state="approved", user__first_name="Proposed", user__last_name="Junior"
    )
    senior = ParticipantFactory(cycle=cast.cycle, state="approved", side="senior", user__level=6)
    MatchRun.objects.filter(pk=run.pk).update(pins=[[str(junior.pk), str(senior.pk)]])
    return run, Proposal.objects.create(run=run, junior=junior, senior=senior, score=500, is_pinned=True)


def _a_held_meeting(cast: Cast) -> Meeting:
    """Held by her word and missed by his, with a part of each; she asks to take hers back."""
    now = timezone.now()
    held = MeetingFactory(
        pairing=cast.pairing, state="held", starts_at=now - dt.timedelta(days=5), asked_back_by="junior",
        junior_word="held", junior_said_at=now - dt.timedelta(days=4), senior_word="missed:both", senior_said_at=now,
    )  # fmt: skip
    for person in (cast.kavya, cast.jack):
        SessionLog.objects.create(meeting=held, author=person, learned="How to ask")
    MeetingChange.objects.create(
        meeting=held, kind="said", by=cast.jack, by_side="senior", word="missed:both", was_at=held.starts_at
    )
    RetractedMeeting.objects.create(
        pairing=cast.pairing, starts_at=now - dt.timedelta(days=6), by=cast.kavya, by_side="junior"
    )
    for participant in (cast.pairing.junior, cast.pairing.senior):
        Signature.objects.create(
            agreement=cast.agreement,
            side=participant.side,
            user=participant.user,
            version=1,
            snapshot=content_of(cast.agreement),
        )
    return held


def _an_insight(cast: Cast, held: Meeting) -> Insight:
    return Insight.objects.create(pairing=cast.pairing, meeting=held, author=cast.kavya, text="Ask the youngest first")


def _an_impact(cast: Cast) -> Impact:
    return Impact.objects.create(
        pairing=cast.pairing, author=cast.kavya, measure="Time for reports", unit="hours_week", before=20, after=5,
        first_on=dt.date(2026, 9, 1), last_on=dt.date(2026, 10, 1), how="From the calendar", junior_confirmed=True,
    )  # fmt: skip


def _some_thanks(cast: Cast) -> Thanks:
    """Hers to him, for him alone."""
    words = {"reason": "listened", "text": "You let me finish", "audience": "them"}
    return Thanks.objects.create(program=cast.program, giver=cast.kavya, receiver=cast.jack, **words)


def _a_question(cast: Cast) -> dict[str, uuid.UUID]:
    """This month's, with her answer for herself alone."""
    month = local_today().replace(day=1)
    asked = {"program": cast.program, "month": month, "text": "What could you share?", "asked_at": timezone.now()}
    question = ReflectionQuestion.objects.create(**asked)
    answer = ReflectionAnswer.objects.create(
        question=question, author=cast.kavya, audience="myself", text="Less than I thought"
    )
    return {"reflection_id": question.pk, "answer_id": answer.pk}


def _next_month() -> dict[str, int]:
    month = months_ahead(local_today())[0]
    return {"year": month.year, "month": month.month}


def _a_word_to_her_manager(cast: Cast) -> ManagerWord:
    """His about her, which she has not decided about."""
    return ManagerWord.objects.create(pairing=cast.pairing, author=cast.jack, text="She has taught me to ask")


def _a_copy(cast: Cast) -> uuid.UUID:
    """Kavya's copy of what is kept about her, made before there were canaries."""
    now = timezone.now()
    times = {"asked_at": now, "made_at": now, "kept_until": now + dt.timedelta(days=7)}
    return DataCopy.objects.create(person=cast.kavya, state="ready", content=seal_file(b"a copy"), size=6, **times).pk


def _a_delivery(cast: Cast) -> Delivery:
    return Delivery.objects.create(
        key=f"meeting_reminder:{uuid.uuid4()}", kind="meeting_reminder", recipient=cast.kavya, channel=Channel.IN_APP,
        scope=cast.program.pk, due_at=timezone.now(), state="sent", sent_at=timezone.now(), title="Tomorrow",
        subject_id=cast.pairing.pk, link="/",
    )  # fmt: skip
