"""The same rules, score and optimum written once more, slowly and plainly, to compare with."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations
from zoneinfo import ZoneInfo

from matchmaker import most_points


def is_allowed(problem, one, other):
    policy = problem.policy
    pair = {(one.id, other.id), (other.id, one.id)}
    never = [
        problem.open_pairs,
        problem.forbidden,
        problem.conflicts,
        problem.protected,
        problem.declines,
        problem.earlier_pairs if policy.forbids_repeats else (),
    ]
    return (
        one.id != other.id
        and one.capacity > 0
        and other.capacity > 0
        and not any(pair & set(pairs) for pairs in never)
        and _levels_fit(policy, one, other)
        and not _is_above(problem, one.id, other.id)
        and not _is_above(problem, other.id, one.id)
        and not (policy.forbids_same_manager and _same_manager(problem, one, other))
        and not (policy.needs_shared_topic and not set(one.topics) & set(other.topics))
        and not (policy.needs_shared_language and not one.languages & other.languages)
        and overlap(problem, one, other) >= 60 * policy.minimum_overlap_hours
    )


def score(problem, one, other):
    covered = sum(one.topics.get(topic, 0) * wanted for topic, wanted in other.topics.items())
    parts = {
        "topics": Fraction(covered, max(1, 5 * sum(other.topics.values()))),
        "wishes": Fraction(_wish(one, other) + _wish(other, one), 10),
        "department": Fraction(_differ(one.department, other.department)),
        "new_link": Fraction(_differ(one.department, other.department) and not _have_met(problem, one, other)),
        "location": Fraction(_differ(one.location, other.location)),
        "overlap": Fraction(min(240, overlap(problem, one, other)), 240),
        "language": Fraction(bool(one.languages & other.languages)),
    }
    parts |= {question.code: _answers(question, one, other) for question in problem.questions}
    most = most_points(problem)
    return {part: int(most[part] * share + Fraction(1, 2)) for part, share in parts.items()}


def _answers(question, one, other):
    given, answered = one.answers.get(question.code), other.answers.get(question.code)
    if not given or not answered:
        return Fraction(0)
    if question.is_scale:
        alike = 1 - Fraction(abs(given - answered), 4)
    else:
        alike = Fraction(len(given & answered), len(given | answered))
    return alike if question.compared == "alike" else 1 - alike


def overlap(problem, one, other):
    return len(_minutes(problem, one) & _minutes(problem, other))


def best(scores, capacities, other_capacities, pinned=frozenset()):
    """(pairs, total) of the best choice among {(row, column): score}, by trying every one."""
    columns = range(len(other_capacities))

    @cache
    def from_row(row, left):
        if row == len(capacities):
            return (0, 0)
        tries = []
        for size in range(capacities[row] + 1):
            for chosen in combinations(columns, size):
                if all((row, k) in scores and left[k] for k in chosen) and all(
                    k in chosen for r, k in pinned if r == row
                ):
                    rest = tuple(n - (k in chosen) for k, n in enumerate(left))
                    count, total = from_row(row + 1, rest)
                    gain = sum(scores[row, k] for k in chosen)
                    tries.append((count + size, total + gain))
        return max(tries, default=(-(10**9), 0))

    return from_row(0, tuple(other_capacities))


def _levels_fit(policy, one, other):
    if not policy.minimum_level_gap:
        return True
    return None not in (one.level, other.level) and other.level - one.level >= policy.minimum_level_gap


def _is_above(problem, person, other):
    steps, seen = 0, set()
    limit = problem.policy.reporting_distance
    while person not in seen and (steps < limit or limit == 99):
        seen.add(person)
        person, steps = problem.managers.get(person), steps + 1
        if person == other:
            return True
    return False


def _same_manager(problem, one, other):
    manager = problem.managers.get(one.id)
    return manager is not None and manager == problem.managers.get(other.id)


def _wish(one, other):
    return max(1, 5 - one.wishes.index(other.id)) if other.id in one.wishes else 0


def _differ(one, other):
    return None not in (one, other) and one != other


def _have_met(problem, one, other):
    return bool({(one.department, other.department), (other.department, one.department)} & problem.met)


def _minutes(problem, person):
    if person.time_zone is None:
        return set()
    zone, found = ZoneInfo(person.time_zone), set()
    moment = datetime.combine(problem.on, person.works_from, zone).astimezone(UTC)
    days = timedelta(person.works_until < person.works_from)
    end = datetime.combine(problem.on + days, person.works_until, zone).astimezone(UTC)
    while moment < end:
        found.add(moment.hour * 60 + moment.minute)
        moment += timedelta(minutes=1)
    return found
