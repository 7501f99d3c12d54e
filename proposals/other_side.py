"""Whether somebody could take the other side of a program, as far as levels tell."""

from django.db.models import Q

from programs.models import Participant
from proposals.models import MatchPolicy


def may_change_sides(participant: Participant) -> bool:
    """Whether the cycle has anybody with whom they would keep the levels that have to lie between mentor and leader, if
    they changed sides: a mentor needs somebody below them, a leader somebody above. Without a level of their own they
    may where no gap is asked for."""
    policy = MatchPolicy.objects.filter(program=participant.cycle.program_id).first()
    gap = policy.minimum_level_gap if policy else MatchPolicy._meta.get_field("minimum_level_gap").default
    if not gap:
        return True
    level = participant.user.level
    if level is None:
        return False
    reaches = Q(user__level__lte=level - gap) if participant.is_junior else Q(user__level__gte=level + gap)
    others = Participant.objects.filter(cycle=participant.cycle_id).exclude(state__in=Participant.GONE)
    return others.filter(reaches).exists()
