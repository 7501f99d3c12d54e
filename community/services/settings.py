"""What a program allows in the community."""

from community.models import ProgramCommunity
from programs.models import Program


def community_of(program: Program) -> ProgramCommunity:
    """What the program allows; what holds by itself where nobody has changed it."""
    return ProgramCommunity.objects.filter(program=program).first() or ProgramCommunity(program=program)


def save_community(*, program: Program, keeps_former: bool, tells_hours: bool) -> bool:
    """Keep it; whether that is a change. It holds for what is read and released from now on."""
    before = community_of(program)
    values = {"keeps_former": keeps_former, "tells_hours": tells_hours}
    if all(getattr(before, name) == value for name, value in values.items()):
        return False
    ProgramCommunity.objects.update_or_create(program=program, defaults=values)
    return True
