"""The same rules, score and optimum written once more, slowly and plainly, to compare with."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations
from zoneinfo import ZoneInfo

from matchmaker import most_points


def is_allowed(problem, junior, senior):
    policy = problem.policy
    pair = {(junior.id, senior.id), (senior.id, junior.id)}
    never = [
        problem.open_pairs,
        problem.forbidden,
        problem.conflicts,
        problem.protected,
        problem.declines,
        problem.earlier_pairs if policy.forbids_repeats else (),
    ]
    return (
        junior.id != senior.id
        and junior.capacity > 0
        and senior.capacity > 0
        and not any(pair & set(pairs) for pairs in never)
        and _levels_fit(policy, junior, senior)
        and not _is_above(problem, junior.id, senior.id)
        and not _is_above(problem, senior.id, junior.id)
        and not (policy.forbids_same_manager and _same_manager(problem, junior, senior))
        and not (policy.needs_shared_topic and not set(junior.topics) & set(senior.topics))
        and not (policy.needs_shared_language and not junior.languages & senior.languages)
        and overlap(problem, junior, senior) >= 60 * policy.minimum_overlap_hours
    )


def score(problem, junior, senior):
    covered = sum(junior.topics.get(topic, 0) * wanted for topic, wanted in senior.topics.items())
    parts = {
        "topics": Fraction(covered, max(1, 5 * sum(senior.topics.values()))),
        "wishes": Fraction(_wish(junior, senior) + _wish(senior, junior), 10),
        "department": Fraction(_differ(junior.department, senior.department)),
        "new_link": Fraction(_differ(junior.department, senior.department) and not _have_met(problem, junior, senior)),
        "location": Fraction(_differ(junior.location, senior.location)),
        "overlap": Fraction(min(240, overlap(problem, junior, senior)), 240),
        "language": Fraction(bool(junior.languages & senior.languages)),
    }
    parts |= {question.code: _answers(question, junior, senior) for question in problem.questions}
    most = most_points(problem)
    return {part: int(most[part] * share + Fraction(1, 2)) for part, share in parts.items()}


def _answers(question, junior, senior):
    given, answered = junior.answers.get(question.code), senior.answers.get(question.code)
    if not given or not answered:
        return Fraction(0)
    if question.is_scale:
        alike = 1 - Fraction(abs(given - answered), 4)
    else:
        alike = Fraction(len(given & answered), len(given | answered))
    return alike if question.compared == "alike" else 1 - alike


def overlap(problem, junior, senior):
    return len(_minutes(problem, junior) & _minutes(problem, senior))


def best(scores, capacities, other_capacities, pinned=frozenset(), counted=((), ())):
    """(people, pairs, total) of the best choice among {(row, column): score}, by trying every one: the most people
    first, of the rows and columns `counted`, then the most pairs, then the highest total."""
    columns = range(len(other_capacities))

    @cache
    def from_row(row, left):
        if row == len(capacities):
            return (sum(left[k] < other_capacities[k] for k in counted[1]), 0, 0)
        tries = []
        for size in range(capacities[row] + 1):
            for chosen in combinations(columns, size):
                if all((row, k) in scores and left[k] for k in chosen) and all(
                    k in chosen for r, k in pinned if r == row
                ):
                    rest = tuple(n - (k in chosen) for k, n in enumerate(left))
                    people, count, total = from_row(row + 1, rest)
                    gain = sum(scores[row, k] for k in chosen)
                    tries.append((people + (size > 0 and row in counted[0]), count + size, total + gain))
        return max(tries, default=(-(10**9), 0, 0))

    return from_row(0, tuple(other_capacities))


def _levels_fit(policy, junior, senior):
    if not policy.minimum_level_gap:
        return True
    return None not in (junior.level, senior.level) and senior.level - junior.level >= policy.minimum_level_gap


def _is_above(problem, person, other):
    steps, seen = 0, set()
    limit = problem.policy.reporting_distance
    while person not in seen and (steps < limit or limit == 99):
        seen.add(person)
        person, steps = problem.managers.get(person), steps + 1
        if person == other:
            return True
    return False


def _same_manager(problem, junior, senior):
    manager = problem.managers.get(junior.id)
    return manager is not None and manager == problem.managers.get(senior.id)


def _wish(wisher, wanted):
    return max(1, 5 - wisher.wishes.index(wanted.id)) if wanted.id in wisher.wishes else 0


def _differ(mine, theirs):
    return None not in (mine, theirs) and mine != theirs


def _have_met(problem, junior, senior):
    return bool({(junior.department, senior.department), (senior.department, junior.department)} & problem.met)


def _minutes(problem, person):
    if person.time_zone is None:
        return set()
    zone, minutes = ZoneInfo(person.time_zone), set()
    moment = datetime.combine(problem.on, person.works_from, zone).astimezone(UTC)
    days = timedelta(person.works_until < person.works_from)
    end = datetime.combine(problem.on + days, person.works_until, zone).astimezone(UTC)
    while moment < end:
        minutes.add(moment.hour * 60 + moment.minute)
        moment += timedelta(minutes=1)
    return minutes
