"""An answer about a thing that is kept with it: asked once for each object, so once a request for who is signed in.

@remembered
def duties_of(user): ...

duties_of.note(user, duties)        # somebody has just found it out anyway
"""

from collections.abc import Callable
from functools import update_wrapper


class Remembered[ThingT, AnswerT]:
    """A function of one object that keeps its answer in that object's `__dict__`. Never None."""

    def __init__(self, ask: Callable[[ThingT], AnswerT]) -> None:
        self.ask = ask
        self.name = f"_remembered_{ask.__module__}.{ask.__qualname__}"
        update_wrapper(self, ask)

    def __call__(self, thing: ThingT) -> AnswerT:
        answer = self.known(thing)
        if answer is None:
            answer = self.ask(thing)
            self.note(thing, answer)
        return answer

    def known(self, thing: ThingT) -> AnswerT | None:
        """What is remembered; None where it was not asked yet."""
        answers: dict[str, AnswerT] = vars(thing)
        return answers.get(self.name)

    def note(self, thing: ThingT, answer: AnswerT) -> None:
        """Remember what was found out elsewhere."""
        vars(thing)[self.name] = answer


def remembered[ThingT, AnswerT](ask: Callable[[ThingT], AnswerT]) -> Remembered[ThingT, AnswerT]:
    return Remembered(ask)
