"""What happens when: the mail server's weather, and who is killed. Times are seconds from the start."""

import random
from dataclasses import dataclass

FULL_S = 300
#: From which part of the drill on the mail server is like this. `dead`: nobody listens at its port.
WEATHER = (
    (0.00, "fair"), (0.08, "busy"), (0.20, "slow"), (0.28, "451"), (0.34, "421"), (0.40, "550"), (0.46, "drop"),
    (0.53, "hang"), (0.59, "dead"), (0.76, "fair"),
)  # fmt: skip
FAULTS = ("kill worker", "kill pool child", "kill clock", "kill redis", "flush redis", "stop postgres")
#: Nobody is killed after this part of the drill, and nothing falls due after the second.
CALM_AFTER, DUE_UNTIL = 0.74, 0.8


@dataclass(frozen=True)
class Script:
    """A drill of so many seconds; shorter ones have shorter answers, leases and pauses in the same proportion."""

    seconds: int
    seed: int

    @property
    def scale(self) -> float:
        return self.seconds / FULL_S

    @property
    def answer_s(self) -> float:
        """How long the slow mail server takes for a message: 30 seconds."""
        return 30 * self.scale

    @property
    def busy_s(self) -> float:
        """How long a busy one takes: more falls due meanwhile than all connections together get through."""
        return 5 * self.scale

    @property
    def late_s(self) -> float:
        """From when on the signs call messages late: a quarter of an hour."""
        return 15 * self.scale

    @property
    def timeout_s(self) -> int:
        """EMAIL_TIMEOUT: longer than the slow server takes."""
        return int(40 * self.scale) + 1

    @property
    def lease_s(self) -> float:
        """Longer than a message may take."""
        return self.timeout_s * 1.5

    @property
    def pause_s(self) -> float:
        """Between two tries, at first."""
        return max(4.0, 15 * self.scale)

    @property
    def minute_s(self) -> float:
        """How often the clock wakes the planner; a minute in a whole drill."""
        return max(10.0, 60 * self.scale)

    def weather(self) -> list[tuple[float, str]]:
        return [(part * self.seconds, name) for part, name in WEATHER]

    def span_of(self, name: str) -> tuple[float, float]:
        """When this weather begins and ends."""
        starts = [*self.weather(), (float(self.seconds), "")]
        return next((at, starts[n + 1][0]) for n, (at, found) in enumerate(starts) if found == name)

    def faults(self) -> list[tuple[float, str]]:
        """Each kind at least once, in an order drawn from the seed, one about every 12 seconds."""
        rng = random.Random(self.seed)
        many = max(len(FAULTS), int(CALM_AFTER * self.seconds / 12))
        drawn = [*FAULTS, *rng.choices(FAULTS, k=many - len(FAULTS))]
        rng.shuffle(drawn)
        step = CALM_AFTER * self.seconds / many
        return [((n + rng.random()) * step, what) for n, what in enumerate(drawn)]
