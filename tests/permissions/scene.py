"""One object of every kind, all belonging to Kavya and Jack's pairing or to their program, to fill in URLs with."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from notifications.kinds import Channel
from notifications.models import Delivery
from pairings.models import Objective, Signature
from pairings.services import send_word
from pairings.services.agreement import content_of
from people.models import ConflictOfInterest, HeldAct
from programs.models import Question
from programs.services import raise_todo, set_person_of_trust
from proposals.models import MatchPolicy, MatchRun, Proposal
from roster.services import start_import
from sessions.models import ActionItem, Ballot, Insight, Meeting, MeetingChange, RetractedMeeting, SessionLog, Win
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
    MatchPolicy.objects.filter(program=cast.program).update(allows_self_matching=True)
    review_round = open_round(cycle=cast.cycle, today=timezone.localdate())
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
    arguments = {
        "program_id": cast.program.pk,
        "cycle_id": cast.cycle.pk,
        "participant_id": cast.pairing.junior_id,
        "other_id": cast.other_pairing.senior_id,
        "pairing_id": cast.pairing.pk,
        "meeting_id": planned.pk,
        "ballot_id": Ballot.objects.get(round=review_round, user=cast.kavya).pk,
        "round_id": review_round.pk,
        "run_id": run.pk,
        "proposal_id": proposal.pk,
        "objective_id": Objective.objects.create(pairing=cast.pairing, title="Two posts a month").pk,
        "item_id": ActionItem.objects.create(pairing=cast.pairing, text="Send the link", owner="senior").pk,
        "win_id": Win.objects.create(pairing=cast.pairing, meeting=held, author=cast.kavya, text="He let me finish").pk,
        "insight_id": _an_insight(cast, held).pk,
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
        "role": "operator",
        "act": "end",
        "word_id": _words(cast),
        "move": "close-enrolment",
        "decision": "approve",
        "code": "review_prompt",
        "side": "junior",
        "token": cast.cycle.enrolment_token,
    }
    passkey = Authenticator.objects.create(
        user=cast.kavya, type=Authenticator.Type.WEBAUTHN, data={"name": "Her phone", "credential": {}}
    )
    special = {
        "mfa_remove_webauthn": {"pk": passkey.pk},
        "profile_conflict_remove": {"pk": private.pk},
        "conflict_remove": {"pk": cast.kavya.pk},
        "unsubscribe": {"token": "not-a-token"},
        "owner_link": {"token": "not-a-token"},
        "meeting_log": {"meeting_id": held.pk},
        "meeting_correct": {"meeting_id": held.pk},
        "meeting_take_back": {"meeting_id": held.pk},
        "meeting_take_back_answer": {"meeting_id": held.pk},
        "match_change": {"act": "out"},
        "deliveries_mend": {"act": "retry"},
        "unseen_mend": {"act": "retry"},
        "match_export": {"file": "pairs.csv"},
    }
    for page in ("import", "columns", "details", "apply", "restart", "undo", "discard", "problems"):
        special[f"roster_{page}"] = {"pk": roster.pk}
    return Scene(cast, arguments, special)


def _words(cast: Cast) -> uuid.UUID:
    """Each of the two has turned to somebody: Kavya to the coordinator, Jack to a person of trust."""
    set_person_of_trust(program=cast.program, user=UserFactory(first_name="Tessa"), by=cast.omar)
    send_word(pairing=cast.pairing, by=cast.jack, to="trusted", text="In confidence")
    return send_word(pairing=cast.pairing, by=cast.kavya, to="team", text="In confidence").pk


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
    for place in (cast.pairing.junior, cast.pairing.senior):
        Signature.objects.create(
            agreement=cast.agreement, side=place.side, user=place.user, version=1, snapshot=content_of(cast.agreement)
        )
    return held


def _an_insight(cast: Cast, held: Meeting) -> Insight:
    return Insight.objects.create(pairing=cast.pairing, meeting=held, author=cast.kavya, text="Ask the youngest first")


def _a_delivery(cast: Cast) -> Delivery:
    return Delivery.objects.create(
        key=f"meeting_reminder:{uuid.uuid4()}", kind="meeting_reminder", recipient=cast.kavya, channel=Channel.IN_APP,
        scope=cast.program.pk, due_at=timezone.now(), state="sent", sent_at=timezone.now(), title="Tomorrow",
        subject_id=cast.pairing.pk, link="/",
    )  # fmt: skip
