"""Many pairs at once against the rules as they are now."""

from collections import Counter
from collections.abc import Iterable, Sequence

from matchmaker import Problem, Reason, check_pairs

Pair = tuple[str, str]


def broken_pairs(problem: Problem, pairs: Sequence[Pair]) -> dict[Pair, tuple[Reason, ...]]:
    """The pairs that may no longer be, with the rules that they break; who takes no part any more or has too few
    places has no free place. In the order of `pairs`."""
    known = {person.id for person in problem.juniors}, {person.id for person in problem.seniors}
    there = [pair for pair in pairs if pair[0] in known[0] and pair[1] in known[1]]
    broken_rules = {(check.junior, check.senior): check.reasons for check in check_pairs(problem, there)}
    crowded = _crowded(problem, there)
    gone = (Reason.NO_FREE_PLACE,)
    why = {pair: broken_rules.get(pair, gone) or (gone if set(pair) & crowded else ()) for pair in pairs}
    return {pair: reasons for pair, reasons in why.items() if reasons}


def _crowded(problem: Problem, pairs: Iterable[Pair]) -> set[str]:
    """People who are in more of these pairs than they have free places."""
    pairs = list(pairs)
    mentors = Counter(junior for junior, _senior in pairs)
    leaders = Counter(senior for _junior, senior in pairs)
    full = {person.id for person in problem.juniors if mentors[person.id] > person.capacity}
    return full | {person.id for person in problem.seniors if leaders[person.id] > person.capacity}
