"""What stands in the way of moving a cycle on or back: upper apps register what depends on its state."""

from collections.abc import Callable

from django.utils.functional import Promise

from programs.models import Cycle

Obstacle = Callable[[Cycle, str], str | Promise]

_obstacles: list[Obstacle] = []


def register(obstacle: Obstacle) -> None:
    """`obstacle(cycle, to_state)` returns why the cycle cannot go there, in a sentence, or an empty string."""
    if obstacle not in _obstacles:
        _obstacles.append(obstacle)


def obstacles_to(cycle: Cycle, to_state: str) -> list[str]:
    """The reasons, one per thing that stands in the way."""
    return [str(reason) for obstacle in _obstacles if (reason := obstacle(cycle, to_state))]
