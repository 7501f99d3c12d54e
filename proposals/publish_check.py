"""What the check page before publishing says: who is asked, until when, in which words, and who hears nothing."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import QueryDict

from frame.lists import page_of
from notifications.rendering import Site, Words, sample_words, this_site
from pairings.models import Pairing, Rotation
from pairings.partners import partners_elsewhere
from pairings.reminders import QUESTION
from pairings.rotation_plan import rotation_of
from people.deadlines import Deadline
from people.models import Organization, User
from programs.models import Program
from proposals.models import MatchRun, Proposal
from proposals.unmatched_people import people_without_a_pair
from proposals.withheld_from_team import Withheld

PER_PAGE = 50


@dataclass(frozen=True)
class Dates:
    """The last days to answer: the mentors', and the earliest and latest that a leader can get.

    A leader is asked after the mentor's yes and has the program's days from then, never less than the mentors' day.
    """

    mentors: Deadline
    days: int
    leaders_first: Deadline
    leaders_last: Deadline


def dates_of(program: Program, answer_on: dt.date, today: dt.date) -> Dates:
    """The dates that follow from the day that is chosen for the mentors."""
    days = dt.timedelta(days=program.answer_days)
    first, last = max(answer_on, today + days), max(answer_on, answer_on + days)
    return Dates(Deadline.on(answer_on), program.answer_days, Deadline.on(first), Deadline.on(last))


@dataclass(frozen=True)
class PairToAsk:
    """One pair that will be asked; in a change of partners with the partners that each of the two has until then, as
    far as the reader may know of them. `mentor_elsewhere` and `leader_elsewhere` are how many each has in other cycles,
    0 of those near the reader."""

    proposal: Proposal
    mentor_until_then: list[str]
    leader_until_then: list[str]
    mentor_elsewhere: int
    leader_elsewhere: int


@dataclass(frozen=True)
class PublishCheck:
    """Counts first; one page of the pairs, by the mentor's name; the message to a mentor and to a leader."""

    pairs: int
    mentors: int
    leaders: int
    without_a_pair: int
    page: Page[Proposal]
    to_mentor: Words
    to_leader: Words
    rotation: Rotation | None
    rows: list[PairToAsk]


def publish_check(
    run: MatchRun, dates: Dates, reader: User, organization: Organization, asked: QueryDict
) -> PublishCheck:
    """A fixed number of queries, however many pairs, and two more in a change of partners; one page is read."""
    rotation = rotation_of(run.cycle)
    pairs, site = run.proposals, this_site(organization)
    counted = pairs.aggregate(
        pairs=Count("pk"), mentors=Count("junior", distinct=True), leaders=Count("senior", distinct=True)
    )
    shown = pairs.select_related("junior__user", "senior__user").only(
        "run", "junior__user", "senior__user", *_names("junior"), *_names("senior")
    )
    in_order = shown.order_by("junior__user__last_name", "junior__user__first_name", "pk")
    page = page_of(asked, in_order, PER_PAGE, count=counted["pairs"])
    return PublishCheck(
        **counted,
        without_a_pair=people_without_a_pair(run).count(),
        page=page,
        rotation=rotation,
        rows=_rows(run, list(page.object_list), rotation, reader),
        to_mentor=_message(run, dates.mentors, reader, site),
        to_leader=_message(run, dates.leaders_first, reader, site),
    )


def _rows(run: MatchRun, proposals: list[Proposal], rotation: Rotation | None, reader: User) -> list[PairToAsk]:
    """The pairs of a page; who their partners are until the change is one query more."""
    until_then: dict[uuid.UUID, list[str]] = defaultdict(list)
    if rotation:
        places = [participant for proposal in proposals for participant in (proposal.junior_id, proposal.senior_id)]
        ending = Pairing.objects.overseen_by(reader).open().filter(cycle=rotation.cycle_id, last_on=rotation.last_day)
        concerned = ending.filter(Q(junior__in=places) | Q(senior__in=places))
        for pairing in concerned.select_related("junior__user", "senior__user"):
            until_then[pairing.junior_id].append(pairing.senior.user.name)
            until_then[pairing.senior_id].append(pairing.junior.user.name)
    load = _load(run, proposals, Withheld(reader, run.cycle))
    return [
        PairToAsk(
            proposal,
            until_then[proposal.junior_id],
            until_then[proposal.senior_id],
            load[proposal.junior_id],
            load[proposal.senior_id],
        )
        for proposal in proposals
    ]


def _load(run: MatchRun, proposals: list[Proposal], withheld: Withheld) -> Counter[uuid.UUID]:
    """How many partners people have in other cycles, by place. Two queries."""
    both = [participant for proposal in proposals for participant in (proposal.junior, proposal.senior)]
    places = [participant for participant in both if not withheld.covers(participant.pk)]
    elsewhere = partners_elsewhere(run.cycle, [participant.user_id for participant in places])
    return Counter({participant.pk: elsewhere[participant.user_id] for participant in places})


def _names(side: str) -> list[str]:
    fields = ("first_name", "last_name", "preferred_name", "email", "job_title")
    return [f"{side}__user__{field}" for field in fields]


def _message(run: MatchRun, until: Deadline, reader: User, site: Site) -> Words:
    program = run.cycle.program
    context = {**QUESTION.sample(reader), "program": program.name, "answer_by": until}
    worded = site.worded(program.pk, QUESTION)
    return sample_words(QUESTION, reader, site, for_mail=False, context=context, worded=worded)
