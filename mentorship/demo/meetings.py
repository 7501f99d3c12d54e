"""About ninety meetings of the twenty pairs: most held and logged, some moved, a few cancelled or missed; and two
review rounds."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

from insights.models import Snapshot
from mentorship.demo import texts
from pairings.models import Pairing
from people.clock import end_of_day
from programs.models import Cycle, Topic
from sessions.models import (
    ActionItem,
    Ballot,
    ChangeWish,
    Insight,
    ItemChange,
    Meeting,
    MeetingChange,
    Reflection,
    ReviewRound,
    SessionLog,
    Win,
)
from sessions.reviews.questions import BEFORE, NOW, questions_for
from sessions.reviews.services import Answers, answer_review, close_round, open_round

SLIPPING = (7, 12)
TOLD_DIFFERENTLY = 5
HELD_EACH = 4
Story = tuple[str, str]  # the topic's name and what was learned


def hold_meetings(pairings: list[Pairing], rng: random.Random, now: dt.datetime) -> None:
    """The past and the next meetings of all pairs, then what some of them wrote down for everyone."""
    for index, pairing in enumerate(pairings):
        stories = rng.sample([(topic, text) for topic, all_of in texts.TOPICS.items() for text in all_of], HELD_EACH)
        starts = _past_starts(pairing, rng, now)
        for number, (starts_at, story) in enumerate(zip(starts, stories, strict=False)):
            slips = index in SLIPPING and number >= HELD_EACH - 2
            meeting = _past_meeting(pairing, starts_at, rng, slips=slips)
            if index == TOLD_DIFFERENTLY and number == HELD_EACH - 1:
                _tell_differently(meeting, starts_at + dt.timedelta(hours=2))
            else:
                _what_became_of_it(meeting, story, rng)
        if pairing.state == Pairing.State.ACTIVE and index not in SLIPPING:
            _next_meeting(pairing, rng, now, index)
    _write_down_insights(rng)
    _withdraw_one(pairings[0], now)


def _past_starts(pairing: Pairing, rng: random.Random, now: dt.datetime) -> list[dt.datetime]:
    """Starts about every four weeks since the pair opened, on working hours of the leader, oldest first."""
    zone = ZoneInfo(pairing.senior.user.time_zone)
    day = (pairing.opened_at or now).astimezone(zone).date()
    starts = []
    for _ in range(HELD_EACH):
        day = _weekday(day + dt.timedelta(days=rng.randint(25, 30)))
        local = dt.datetime.combine(day, dt.time(rng.choice([9, 10, 11, 14, 15])), tzinfo=zone)
        starts.append(min(local.astimezone(dt.UTC), now - dt.timedelta(days=2, hours=rng.randint(0, 20))))
    return sorted(set(starts))


def _weekday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def _past_meeting(pairing: Pairing, starts_at: dt.datetime, rng: random.Random, *, slips: bool) -> Meeting:
    fate = rng.choice(["missed", "cancelled"]) if slips else rng.choices(["held", "cancelled"], [12, 1])[0]
    return Meeting.objects.create(
        pairing=pairing,
        state=fate,
        starts_at=starts_at,
        minutes=rng.choice([45, 60, 60]),
        channel=rng.choice(["video", "video", "in_person"]),
        agenda=rng.choice(texts.AGENDAS),
        planned_by=pairing.junior.user,
        planned_by_side="junior",
        created_at=starts_at - dt.timedelta(days=14),
        closed_at=starts_at + dt.timedelta(hours=rng.randint(2, 40)),
    )


def _what_became_of_it(meeting: Meeting, story: Story, rng: random.Random) -> None:
    if meeting.state == Meeting.State.HELD:
        _log(meeting, story, rng)
        if rng.random() < 0.2:
            _change(meeting, MeetingChange.Kind.MOVED, rng)
    elif meeting.state == Meeting.State.CANCELLED:
        _change(meeting, MeetingChange.Kind.CANCELLED, rng)


def _change(meeting: Meeting, kind: str, rng: random.Random) -> None:
    notice = rng.choice([2, 5, 20, 26, 70])
    side = rng.choices(["senior", "junior"], [3, 1])[0]
    was_at = meeting.starts_at
    if kind == MeetingChange.Kind.MOVED:
        was_at -= dt.timedelta(days=2)
    MeetingChange.objects.create(
        meeting=meeting,
        kind=kind,
        by=getattr(meeting.pairing, side).user,
        by_side=side,
        hours_notice=notice,
        was_at=was_at,
        at=was_at - dt.timedelta(hours=notice),
    )


def _log(meeting: Meeting, story: Story, rng: random.Random) -> None:
    """One of the two wrote about it, in every third meeting the other as well; both say that they met."""
    pairing = meeting.pairing
    topic, learned = story
    both_people = [pairing.junior.user, pairing.senior.user]
    rng.shuffle(both_people)
    at = meeting.closed_at or meeting.starts_at
    Meeting.objects.filter(pk=meeting.pk).update(
        junior_word="held", senior_word="held", junior_said_at=at, senior_said_at=at
    )
    writers = both_people if rng.random() < 0.33 else both_people[:1]
    for number, person in enumerate(writers):
        part = SessionLog.objects.create(
            meeting=meeting,
            author=person,
            learned=rng.choice(texts.REPLIES) if number else learned,
            created_at=at + dt.timedelta(hours=5 * number),
            topic_names=[topic],
        )
        part.topics.add(Topic.objects.get(program=pairing.cycle.program, name=topic))
    _what_came_of_it(meeting, rng)
    _reflect(meeting, rng)


def _tell_differently(meeting: Meeting, at: dt.datetime) -> None:
    """She waited; he says that they met."""
    words = [("junior", "missed:senior", at), ("senior", "held", at + dt.timedelta(hours=20))]
    for side, word, when in words:
        Meeting.objects.filter(pk=meeting.pk).update(
            state="missed", closed_at=at, **{f"{side}_word": word, f"{side}_said_at": when}
        )
        MeetingChange.objects.create(
            meeting=meeting, kind=MeetingChange.Kind.SAID, by=getattr(meeting.pairing, side).user, by_side=side,
            word=word, was_at=meeting.starts_at, at=when,
        )  # fmt: skip


def _what_came_of_it(meeting: Meeting, rng: random.Random) -> None:
    held_on = meeting.starts_at.date()
    written = set(ActionItem.objects.filter(pairing=meeting.pairing).values_list("text", flat=True))
    if rng.random() < 0.7:
        text, owner = rng.choice([action for action in texts.ACTIONS if action[0] not in written])
        done = meeting.starts_at + dt.timedelta(days=rng.randint(3, 18)) if rng.random() < 0.7 else None
        _item(meeting, ActionItem.Kind.ACTION, text, owner, held_on + dt.timedelta(days=14), done)
    if rng.random() < 0.4:
        done = meeting.starts_at + dt.timedelta(days=rng.randint(5, 25)) if rng.random() < 0.65 else None
        text = rng.choice([promise for promise in texts.COMMITMENTS if promise not in written])
        _item(meeting, ActionItem.Kind.COMMITMENT, text, "senior", held_on + dt.timedelta(days=28), done)
    if rng.random() < 0.3:
        Win.objects.create(
            pairing=meeting.pairing, meeting=meeting, author=meeting.pairing.junior.user, text=rng.choice(texts.WINS)
        )


def _item(meeting: Meeting, kind: str, text: str, owner: str, due_on: dt.date, done_at: dt.datetime | None) -> None:
    seen = ActionItem.Seen.SEEN if kind == ActionItem.Kind.COMMITMENT and done_at else ActionItem.Seen.UNKNOWN
    ActionItem.objects.create(
        pairing=meeting.pairing, meeting=meeting, kind=kind, text=text, owner=owner, due_on=due_on, done_at=done_at,
        seen=seen, created_by=meeting.pairing.junior.user, created_at=meeting.closed_at or meeting.starts_at,
    )  # fmt: skip


def _withdraw_one(pairing: Pairing, now: dt.datetime) -> None:
    """One promise of the first pair that did not come about, its date moved once before; the mentor has no quarrel."""
    made, withdrawn = now - dt.timedelta(days=60), now - dt.timedelta(days=9)
    text, reason = texts.WITHDRAWN
    promise = ActionItem.objects.create(
        pairing=pairing, kind=ActionItem.Kind.COMMITMENT, text=text, owner="senior", due_on=withdrawn.date(),
        created_by=pairing.junior.user, created_at=made, version=2,
        withdrawn_at=withdrawn, withdrawn_by=pairing.senior.user, withdrawn_reason=reason, fine_at=now,
    )  # fmt: skip
    ItemChange.objects.create(
        item=promise, kind=ItemChange.Kind.WORDS, by=pairing.senior.user, at=made + dt.timedelta(days=20),
        text=text, owner="senior", due_on=(made + dt.timedelta(days=21)).date(),
    )  # fmt: skip


def _write_down_insights(rng: random.Random) -> None:
    """Each insight once, by different pairs; two in three are published by both."""
    held = Meeting.objects.filter(state=Meeting.State.HELD).order_by("pairing__junior__user__email", "starts_at")
    one_each = {meeting.pairing_id: meeting for meeting in held.select_related("pairing__junior")}
    for number, meeting in enumerate(rng.sample(list(one_each.values()), len(texts.INSIGHTS))):
        published = number % 3 > 0
        Insight.objects.create(
            pairing=meeting.pairing,
            meeting=meeting,
            author_id=meeting.pairing.junior.user_id,
            text=texts.INSIGHTS[number],
            audience=Insight.Audience.PROGRAM if published else Insight.Audience.PAIR,
            junior_agreed=published,
            senior_agreed=published,
            published_at=meeting.closed_at if published else None,
        )


def _reflect(meeting: Meeting, rng: random.Random) -> None:
    for participant in (meeting.pairing.junior, meeting.pairing.senior):
        if rng.random() < 0.35:
            Reflection.objects.create(
                meeting=meeting,
                author=participant.user,
                text=rng.choice(texts.REFLECTIONS),
                confidence=rng.randint(2, 5),
                safety=rng.randint(3, 5),
            )


def _next_meeting(pairing: Pairing, rng: random.Random, now: dt.datetime, index: int) -> None:
    """The named pairs meet within days, so that each role has something to look at."""
    days = 1 if index == 0 else 3 if index == 1 else rng.randint(2, 24)
    zone = ZoneInfo(pairing.senior.user.time_zone)
    day = _weekday(now.astimezone(zone).date() + dt.timedelta(days=days))
    Meeting.objects.create(
        pairing=pairing,
        starts_at=dt.datetime.combine(day, dt.time(10 if index else 9, 30), tzinfo=zone).astimezone(dt.UTC),
        minutes=60,
        channel="video",
        place="https://video.larkfield.example/room/" + pairing.pk.hex[:8],
        agenda=texts.AGENDAS[index % len(texts.AGENDAS)],
        planned_by=pairing.junior.user,
    )


def hold_reviews(cycle: Cycle, rng: random.Random, today: dt.date) -> None:
    first = open_round(cycle=cycle, today=today - dt.timedelta(days=82))
    _answer(first, rng, share=0.9)
    close_round(review_round=first)
    closed_at = end_of_day(first.closes_on)
    ReviewRound.objects.filter(pk=first.pk).update(closed_at=closed_at)
    Snapshot.objects.filter(round=first).update(frozen_at=closed_at)
    cycle.refresh_from_db()
    second = open_round(cycle=cycle, today=today - dt.timedelta(days=4))
    _answer(second, rng, share=0.4)


def _answer(review_round: ReviewRound, rng: random.Random, share: float) -> None:
    """Some of those asked answer; the people whom one can sign in as are left to answer for themselves."""
    comments = rng.sample(texts.COMMENTS, len(texts.COMMENTS))
    for ballot in Ballot.objects.filter(round=review_round).select_related("user").order_by("user__email"):
        for_themselves = share < 0.5 and ballot.user.last_name in {"Nair", "Whitfield", "Santos"}
        if rng.random() < share and not for_themselves:
            answer_review(ballot=ballot, answers=_answers(ballot.side, comments, rng), wish=_wish(rng))


def _answers(side: str, comments: list[str], rng: random.Random) -> Answers:
    before = rng.choices([1, 2, 3, 4], [1, 3, 4, 3])[0]
    ratings = {asked.code: rng.choices([2, 3, 4, 5], [1, 2, 6, 4])[0] for asked in questions_for(side)}
    comment = comments.pop() if comments and rng.random() < 0.6 else ""
    rise = rng.choices([0, 1, 2], [2, 6, 2])[0]
    return ratings | {BEFORE: before, NOW: min(5, before + rise), "comment": comment}


def _wish(rng: random.Random) -> str:
    return rng.choices(ChangeWish.Wish.values, [24, 2, 1])[0]
