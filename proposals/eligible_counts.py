"""How many people could be mentor or leader under a program's rules, while the rules are edited."""

import dataclasses
from dataclasses import dataclass

from django.utils import timezone

from matchmaker import Pools, Problem, count_possible
from people.models import Organization, User
from programs.models import Cycle
from proposals.models import MatchPolicy
from proposals.others_alone import reading_of_others
from proposals.read_problem import MATCHED_BY, as_person, level_scale, read_problem
from proposals.reading import policy_terms
from proposals.withheld_from_team import NOBODY, Withheld

#: In a company larger than this, counting takes a second or two: pages do not wait for it.
QUICK = 3000


def is_quick() -> bool:
    """Whether counting takes no time worth speaking of."""
    return User.objects.active().count() <= QUICK


@dataclass(frozen=True)
class Preview:
    """`company` counts everybody on the roster (before enrolment nobody has topics, so that rule is left out);
    `enrolled` those approved in the cycle, None while nobody is. A reader who is among them, or near somebody, reads
    it of the others alone (`is_of_others`): rules that leave nobody else would tell whether one pair is protected."""

    people: int
    without_level: int
    company: Pools
    juniors: int
    seniors: int
    enrolled: Pools | None
    is_of_others: bool = False


def preview_pools(cycle: Cycle | None, policy: MatchPolicy, withheld: Withheld = NOBODY) -> Preview:
    """The counts under `policy`, which may be unsaved."""
    users = list(User.objects.active().only(*MATCHED_BY).order_by("pk"))
    company = count_possible(_company(users, policy))
    juniors = seniors = 0
    enrolled = None
    if cycle is not None:
        problem = reading_of_others(read_problem(cycle, policy), withheld, []).problem
        juniors, seniors = len(problem.juniors), len(problem.seniors)
        enrolled = count_possible(_with_all_places(problem)) if juniors and seniors else None
    without = sum(user.level is None for user in users)
    return Preview(len(users), without, company, juniors, seniors, enrolled, bool(withheld))


def _with_all_places(problem: Problem) -> Problem:
    """As if nobody were in a pairing yet: the question is what the rules allow."""
    juniors, seniors = (
        tuple(dataclasses.replace(person, capacity=max(1, person.capacity)) for person in side)
        for side in (problem.juniors, problem.seniors)
    )
    return dataclasses.replace(problem, juniors=juniors, seniors=seniors, open_pairs=frozenset())


def _company(users: list[User], policy: MatchPolicy) -> Problem:
    zone, scale = Organization.objects.current().time_zone, level_scale(user.level_source for user in users)
    people = tuple(as_person(user, zone=zone, scale=scale) for user in users)
    terms = dataclasses.replace(policy_terms(policy), needs_shared_topic=False)
    return Problem(juniors=people, seniors=people, on=timezone.now().date(), policy=terms, managers=_managers())


def _managers() -> dict[str, str]:
    """Who reports to whom, over the whole organisation: a chain runs through people who take no part."""
    chart = User.objects.filter(manager__isnull=False).order_by().values_list("pk", "manager_id")
    return {str(person): str(manager) for person, manager in chart}
