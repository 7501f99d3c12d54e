"""What became of everything that was owed, against what arrived at the mail server and what people did."""

import datetime as dt
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from django.utils import timezone

from notifications import kinds
from notifications.models import Delivery
from sessions.models import Meeting

KIND_OF_ACT = {"plan": "meeting_invitation", "move": "meeting_moved", "cancel": "meeting_cancelled"}
#: A process that was killed between the server's yes and our note of it: so close to each other.
WINDOW_S = 2.0
#: Keys of what was sent before the drill, and of what was put aside for a digest.
BEFORE, ASIDE = ":before", ":aside"
ENDS_WELL = {
    "gathered": "put aside", "suppressed": "unwanted", "cancelled": "cancelled", "uncertain": "uncertain",
}  # fmt: skip
Span = tuple[float, float]
COUNTED = ("expected", "sent", "lost", "duplicate", "early", "too late", "expired", "refused", "cancelled", "unwanted",
           "put aside", "uncertain")  # fmt: skip


@dataclass
class Verdict:
    """Numbers by kind and channel, the longest delay in seconds, and in words what must not be."""

    rows: dict[tuple[str, str], Counter] = field(default_factory=lambda: defaultdict(Counter))
    delay: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    faults: list[str] = field(default_factory=list)
    forgiven: int = 0
    #: Mails with their urgency: when due, and when handed over for the first time (seconds since 1970).
    handed_over: list[tuple[int, float, float]] = field(default_factory=list)
    kills: list[Span] = field(default_factory=list)
    #: What fell due earlier, on Friday for a weekend, say, could not leave before this.
    begins: dt.datetime = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

    def total(self, what: str) -> int:
        return sum(row[what] for row in self.rows.values())

    def blame(self, what: str, delivery: Delivery, why: str = "") -> None:
        self.rows[delivery.kind, delivery.channel][what] += 1
        self.faults.append(f"{what}: {delivery.key} {delivery.state} {delivery.reason} {why}")


@dataclass
class Copy:
    """One arrival of a message at the mail server."""

    at: float
    answered_at: float | None = None

    def was_cut_off(self, kills: list[Span]) -> bool:
        """Whether the server's yes may not have been heard: it hung up, or something died between the last byte and
        our note of its answer, which a slow server gives late."""
        if self.answered_at is None:
            return True
        return any(since - WINDOW_S <= self.answered_at and self.at <= until + WINDOW_S for since, until in kills)


def copies_in(folder: Path) -> dict[str, list[Copy]]:
    """By the hexadecimal id of the delivery, which is the local part of its Message-ID."""
    found: dict[str, list[Copy]] = defaultdict(list)
    log = folder / "taken.jsonl"
    for line in log.read_text().splitlines() if log.exists() else []:
        event = json.loads(line)
        name = event["id"].strip("<>").partition("@")[0]
        if event["event"] == "taken":
            found[name].append(Copy(event["at"]))
        else:
            answered = next(copy for copy in found[name] if copy.at == event["taken_at"])
            answered.answered_at = event["at"]
    return found


def judge(folder: Path, kills: list[Span], begins: dt.datetime = Verdict.begins) -> Verdict:
    """`kills`: when something was killed or dead, in seconds since 1970."""
    verdict, copies, now = Verdict(begins=begins, kills=kills), copies_in(folder), timezone.now()
    for delivery in Delivery.objects.filter(due_at__lte=now).iterator():
        look_at(verdict, delivery, copies.pop(delivery.pk.hex, []), kills)
    strangers = [name for name in copies if not any(kind.is_secret for kind in kinds.all_kinds())]
    verdict.faults += [f"nobody owed: {name}" for name in strangers]
    compare_with_acts(verdict, folder)
    return verdict


def look_at(verdict: Verdict, delivery: Delivery, arrived: list[Copy], kills: list[Span]) -> None:
    row = verdict.rows[delivery.kind, delivery.channel]
    if delivery.key.endswith(BEFORE):
        return
    if delivery.key.endswith(ASIDE):  # it goes within a digest, which is a message of its own
        row["put aside"] += 1
        return
    row["expected"] += 1
    if delivery.state == "sent":
        count_sent(verdict, delivery, arrived)
    elif end := end_of(delivery):
        row[end] += 1
    else:
        verdict.blame("lost", delivery, "it is owed still, or has come to no end that is right")
    weigh_copies(verdict, delivery, arrived, kills)


def end_of(delivery: Delivery) -> str:
    """What it counts as, where it was right not to send it; empty where it was not."""
    if delivery.state == "dead":
        return "refused" if "550" in delivery.reason else ""
    if delivery.state == "expired":
        return "expired" if delivery.not_after and delivery.not_after <= timezone.now() else ""
    return ENDS_WELL.get(delivery.state, "")


def count_sent(verdict: Verdict, delivery: Delivery, arrived: list[Copy]) -> None:
    """How late it came, and whether it did."""
    place = (delivery.kind, delivery.channel)
    verdict.rows[place]["sent"] += 1
    if delivery.channel == "email" and not arrived and not kinds.get(delivery.kind).is_quiet:
        verdict.blame("lost", delivery, "never arrived")
    since = max(delivery.due_at, verdict.begins)
    verdict.delay[place] = max(verdict.delay[place], (delivery.sent_at - since).total_seconds())


def weigh_copies(verdict: Verdict, delivery: Delivery, arrived: list[Copy], kills: list[Span]) -> None:
    """A second copy is forgiven where the server's yes was not heard: it hung up, or we were killed."""
    for first, _second in pairwise(arrived):
        if first.was_cut_off(kills):
            verdict.forgiven += 1
        else:
            verdict.blame("duplicate", delivery, f"the first came at {first.at:.1f}")
    if arrived:
        since = max(delivery.due_at, verdict.begins).timestamp()
        verdict.handed_over.append((delivery.urgency, since, arrived[0].at))
    for copy in arrived:
        at = dt.datetime.fromtimestamp(copy.at, dt.UTC)
        if at < delivery.due_at:
            verdict.blame("early", delivery)
        if delivery.not_after and at > delivery.not_after:
            verdict.blame("too late", delivery)


def compare_with_acts(verdict: Verdict, folder: Path) -> None:
    """Every act that was committed owes both of the two a message on both channels; every meeting that stands as it
    was, its reminder."""
    found = Counter(Delivery.objects.values_list("kind", "subject_id"))
    acts = folder / "acts.jsonl"
    for line in acts.read_text().splitlines() if acts.exists() else []:
        act = json.loads(line)
        kind = KIND_OF_ACT[act["act"]]
        rows = sum(n for (code, subject), n in found.items() if code == kind and str(subject) == act["meeting"])
        if rows < 4:
            verdict.rows[kind, "email"]["lost"] += 1
            verdict.faults.append(f"lost: {kind} of {act['meeting']} was never owed ({rows} of 4)")
    day, now = dt.timedelta(days=1), timezone.now()
    reminded = Meeting.objects.planned().filter(revision=0, starts_at__gt=now, starts_at__lte=now + day)
    for meeting in reminded.filter(created_at__lt=now - day):
        if found["meeting_reminder", meeting.pk] < 4:
            verdict.rows["meeting_reminder", "email"]["lost"] += 1
            verdict.faults.append(f"lost: the reminder of {meeting.pk} was never owed")
