"""What is new on the community page: thanks, milestones and wins, the latest few of each."""

from community.models import Milestone, SharedWin, Thanks
from community.sections import Heading, Section
from people.models import User

SHOWN = 4


def thanks_section(user: User) -> Section | None:
    """The latest thanks that one may read. One query."""
    thanks = list(Thanks.objects.visible_to(user).for_list()[:SHOWN])
    if not thanks:
        return None
    return Section("community/parts/new_thanks.html", {"thanks": thanks}, Heading.NEW, 10)


def milestones_section(user: User) -> Section | None:
    """The latest milestones that pairs show. One query."""
    milestones = list(Milestone.objects.visible_to(user).for_list()[:SHOWN])
    if not milestones:
        return None
    return Section("community/parts/new_milestones.html", {"milestones": milestones}, Heading.NEW, 20)


def wins_section(user: User) -> Section | None:
    """The latest small wins that pairs show. One query."""
    wins = list(SharedWin.objects.visible_to(user).for_list()[:SHOWN])
    if not wins:
        return None
    return Section("community/parts/new_wins.html", {"wins": wins}, Heading.NEW, 30)
