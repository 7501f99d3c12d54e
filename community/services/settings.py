"""What a program allows in the community."""

from community.models import ProgramCommunity
from programs.models import Program


def community_of(program: Program) -> ProgramCommunity:
    """What the program allows; what holds by itself where nobody has changed it."""
    return ProgramCommunity.objects.filter(program=program).first() or ProgramCommunity(program=program)


def save_community(*, program: Program, tells_hours: bool, asks_questions: bool) -> bool:
    """Keep it; whether that is a change. It holds for what is released and asked from now on."""
    before = community_of(program)
    values = {"tells_hours": tells_hours, "asks_questions": asks_questions}
    if all(getattr(before, name) == value for name, value in values.items()):
        return False
    ProgramCommunity.objects.update_or_create(program=program, defaults=values)
    return True
