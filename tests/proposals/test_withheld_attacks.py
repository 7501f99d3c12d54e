"""A coordinator who is a mentor in their own program reads the whole match but what concerns them, and tries the
rest: whatever they ask, the answers are the same whatever is kept from them."""

import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people.models import ConflictOfInterest, User
from programs.models import Coordinator, Participant, TopicChoice, Wish
from proposals.manual_decisions import Change
from proposals.models import MatchRun
from proposals.services.edit_proposal import change_proposal
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import name_scenario
from proposals.withheld_from_team import Withheld
from tests import factories as make
from tests.proposals.posted import NO_RULES, RULES

#: How well each can share the two topics, or wants them: only one set of pairs is the best.
RATINGS = {"Ana": (5, 1), "Ben": (1, 5), "Cleo": (4, 3), "Dan": (1, 1), "Lea": (5, 1), "Max": (1, 5), "Nora": (4, 4)}


@pytest.fixture
def people(cast, clock, four):
    """Ben coordinates and mentors. Beside the four there are Cleo, who fits Nora, and Dan, for whom nobody is left."""
    four.clock = clock
    for name, side, level in (("Cleo", "junior", 1), ("Dan", "junior", 2), ("Nora", "senior", 6)):
        user = make.UserFactory(first_name=name, last_name="Test", email=f"{name.lower()}@example.com", level=level)
        setattr(four, name.lower(), make.ParticipantFactory(cycle=four.cycle, user=user, side=side, state="approved"))
    for name, ratings in RATINGS.items():
        for topic, rating in zip((four.posts, four.films), ratings, strict=True):
            place = getattr(four, name.lower())
            TopicChoice.objects.update_or_create(participant=place, topic=topic, defaults={"rating": rating})
    Coordinator.objects.create(program=cast.program, user=four.ben.user)
    return four


@pytest.fixture
def ben(people, sign_in):
    return sign_in(people.ben.user)


def matched(people, by):
    """A proposal anew, in which Ben has Max whatever is kept from him: only that differs."""
    MatchRun.objects.filter(cycle=people.cycle).delete()
    run = start_run(cycle=people.cycle, by=by)
    solve_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.proposals.filter(junior=people.ben, senior=people.max).exists()
    people.clock.shift(dt.timedelta(seconds=1))
    return run


def words_of(answer):
    """What is to be read and no more: tags are dropped, and with them the ids of this run."""
    text = answer.text.partition("<main")[2] or answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def all_that_is_read(client, run, people):
    """Every page, filter, order, file and question about others that Ben has."""
    program, cycle = run.cycle.program_id, str(run.cycle_id)

    def get(view, *args, **asked):
        return words_of(client.get(reverse(view, args=[program, *args]), {"cycle": cycle, **asked}))

    asked = [{"show": show} for show in ("pairs", "unmatched", "changes", "scenarios")]
    asked += [{"show": "unmatched", "why": "1"}]
    asked += [{"sort": sort} for sort in ("low", "flags", "name", "department")]
    asked += [{"flag": "wish"}, {"below": "700"}, {"below": "400"}, {"q": "Ana"}, {"q": "Lea"}]
    read = {f"board {one}": get("match_board", **one) for one in asked}
    read["quality"] = get("match_quality", run.pk)
    others = [participant for participant in people.cycle.participants.all() if participant != people.ben]
    for participant in sorted(others, key=lambda one: one.user.first_name):
        name = participant.user.first_name
        read[f"person {name}"] = get("match_person", participant.pk, who="else", why="1")
        for other in others:
            if other.side != participant.side:
                key = f"why not {name} {other.user.first_name}"
                read[key] = get("match_person", participant.pk, other=other.pk)
        read[f"leave {name}"] = get("match_change", "leave", place=str(participant.pk))
    for pair in run.proposals.select_related("junior__user", "senior__user"):
        about = [str(pair.junior_id), str(pair.senior_id)]
        read[f"out {pair.junior.user.first_name}"] = get("match_change", "out", place=about)
    for file in ("pairs.csv", "without-a-pair.csv"):
        answer = client.get(reverse("match_export", args=[program, run.pk, file]))
        read[file] = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
    book = client.get(reverse("match_export", args=[program, run.pk, "match.xlsx"]))
    sheets = load_workbook(io.BytesIO(b"".join(book.streaming_content)))
    read["match.xlsx"] = [[cell.value for cell in row] for sheet in sheets for row in sheet.iter_rows()]
    for name, rules in (("same", RULES), ("none", NO_RULES), ("gap 5", NO_RULES | {"minimum_level_gap": 5})):
        url = reverse("match_try", args=[program]) + f"?cycle={cycle}"
        read[f"trial {name}"] = words_of(client.post(url, rules | {"do": "effect"}))
        url = reverse("policy_preview", args=[program]) + f"?cycle={cycle}"
        read[f"count {name}"] = words_of(client.post(url, rules))
    return read


def max_wishes_for_ben(people):
    Wish.objects.create(participant=people.max, wanted=people.ben.user)


def ben_fits_better(people):
    TopicChoice.objects.filter(participant=people.ben).update(rating=5)


def lea_is_protected_from_ben(people):
    ConflictOfInterest.objects.create(person=people.lea.user, other=people.ben.user, owner=people.lea.user)


def nora_has_declined_ben(people):
    elsewhere = make.PairingFactory(
        junior__user=people.ben.user, senior__user=people.nora.user, state="declined", agreed_at=None, opened_at=None
    )
    elsewhere.consents.create(side="senior", decision="declined")


def everybody_but_max_is_protected(people):
    for other in (people.lea, people.nora):
        ConflictOfInterest.objects.create(person=other.user, other=people.ben.user, owner=other.user)


SECRETS = [
    max_wishes_for_ben, ben_fits_better, lea_is_protected_from_ben, nora_has_declined_ben,
    everybody_but_max_is_protected,
]  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_that_is_read_differs_by_what_is_kept_from_the_reader(cast, people, ben, secret):
    told = []
    for happens in (lambda _people: None, secret):
        happens(people)
        run = matched(people, cast.priya)
        told.append((names_of(run), all_that_is_read(ben, run, people)))
    assert told[0][0] == told[1][0], "the scene is to keep the same pairs"
    assert {key: (text, told[1][1][key]) for key, text in told[0][1].items() if text != told[1][1][key]} == {}


def names_of(run):
    return {(pair.junior.user.first_name, pair.senior.user.first_name) for pair in run.proposals}


def test_but_colleagues_read_the_difference(cast, people, sign_in):
    told = []
    for happens in (lambda _people: None, max_wishes_for_ben):
        happens(people)
        run = matched(people, cast.priya)
        told.append(all_that_is_read(sign_in(cast.priya), run, people))
    assert told[0] != told[1]


def test_reasons_and_figures_of_all_others_are_read(cast, people, ben):
    run = matched(people, cast.priya)
    others = run.proposals.exclude(junior=people.ben)
    url = reverse("match_board", args=[cast.program.pk])
    text = ben.get(url, {"cycle": people.cycle.pk}).text
    for pair in others:
        assert f'<span class="pair-points nums">{pair.score}</span>' in text
    assert text.count("Shares what is wanted") == others.count() == 2
    quality = words_of(ben.get(reverse("match_quality", args=[cast.program.pk, run.pk])))
    assert f"added up. {sum(pair.score for pair in others):,}" in quality
    assert "Proven best" in quality


def test_a_named_scenario_tells_no_sum_from_which_ones_own_score_follows(cast, people, ben, sign_in):
    run = matched(people, cast.priya)
    name_scenario(run=run, name="As it stands")
    url = reverse("match_board", args=[cast.program.pk])
    asked = {"cycle": people.cycle.pk, "show": "scenarios"}
    total = f"total {sum(pair.score for pair in run.proposals.all())}"
    assert total in words_of(sign_in(cast.priya).get(url, asked)).replace(",", "")
    text = words_of(sign_in(people.ben.user).get(url, asked))
    assert "As it stands" in text
    assert "total" not in text.partition("As it stands")[2].partition("Rename")[0]


def test_why_somebody_else_has_no_pair_is_read_without_oneself_among_the_candidates(cast, people, ben, sign_in):
    run = matched(people, cast.priya)
    left = Participant.objects.get(pk=run.details.without_pair[0].participant)
    assert left.side == "junior"
    ConflictOfInterest.objects.create(person=left.user, other=people.nora.user, owner=left.user)
    run = matched(people, cast.priya)
    url = reverse("match_board", args=[cast.program.pk])
    text = words_of(ben.get(url, {"cycle": people.cycle.pk, "show": "unmatched", "why": "1"}))
    assert "What would help" in text
    assert "protected: 1 of 3" in text


def test_what_one_tries_on_others_leaves_the_own_pair_as_it_is(cast, people, ben):
    """Without Lea and Nora, whom Ben leaves out, the best set for all would say whether Ben may have somebody."""
    run = matched(people, cast.priya)
    kept = {(str(pair.junior_id), str(pair.senior_id)) for pair in run.proposals.filter(junior=people.ben)}
    out = Change("leave", (str(people.nora.pk),))
    later = change_proposal(run=run, change=out, is_best=True, by=people.ben.user)
    pairs = {(str(junior), str(senior)) for junior, senior in later.proposals.values_list("junior", "senior")}
    assert kept <= pairs
    assert not later.proposals.filter(senior=people.nora).exists()
    assert str(people.ben.pk) not in {row.participant for row in later.details.without_pair}


def test_so_does_the_worker_where_a_match_is_its_work(cast, people, ben):
    run = matched(people, cast.priya)
    out = Change("leave", (str(people.nora.pk),))
    later = start_run(cycle=people.cycle, by=people.ben.user, change=out, seen=str(run.pk))
    solve_run(run_id=later.pk)
    later.refresh_from_db()
    assert later.state == "done"
    assert later.proposals.filter(junior=people.ben, senior=people.max).exists()
    assert not later.proposals.filter(senior=people.nora).exists()


def test_rules_that_are_tried_and_kept_leave_the_own_pair_as_it_is(cast, people, ben):
    """With a gap of five levels nobody but Ana and Cleo could have anybody, and Ben would lose Max."""
    matched(people, cast.priya)
    url = reverse("match_try", args=[cast.program.pk]) + f"?cycle={people.cycle.pk}"
    rules = NO_RULES | {"minimum_level_gap": 5}
    fields = {"version": ben.get(url).context["form"].initial["version"]}
    fields["shown"] = ben.post(url, rules | fields | {"do": "effect"}).context["shown"]
    answer = ben.post(url, rules | fields | {"do": "keep"})
    assert answer.status_code == 302
    present = MatchRun.objects.kept().filter(cycle=people.cycle).first()
    assert present.proposals.filter(junior=people.ben, senior=people.max).exists()


def test_a_place_that_comes_free_by_a_no_seems_taken_until_all_are_told(cast, people, ben):
    """Max has declined Ben, who is told with the next batch; until then nothing about others says that he is free."""
    told = []
    over = make.PairingFactory(
        cycle=people.cycle, junior=people.ben, senior=people.max, state="proposed", agreed_at=None, opened_at=None,
        answer_by=timezone.now() + dt.timedelta(days=5),
    )  # fmt: skip
    url = reverse("match_person", args=[cast.program.pk, people.max.pk])
    for state, outcome_at in (("proposed", None), ("declined", timezone.now() + dt.timedelta(hours=3))):
        type(over).objects.filter(pk=over.pk).update(state=state, outcome_at=outcome_at)
        told.append(words_of(ben.get(url, {"cycle": people.cycle.pk, "who": "else"})))
        told[-1] += words_of(ben.get(url, {"cycle": people.cycle.pk, "other": str(people.ana.pk)}))
    assert told[0] == told[1]
    type(over).objects.filter(pk=over.pk).update(outcome_at=timezone.now() - dt.timedelta(hours=1))
    assert words_of(ben.get(url, {"cycle": people.cycle.pk, "who": "else"})) not in told[0]


def test_the_page_says_what_is_hidden_who_may_read_it_and_how_somebody_comes_to(cast, people, ben, sign_in):
    run = matched(people, cast.priya)
    url = reverse("match_board", args=[cast.program.pk])
    quality = reverse("match_quality", args=[cast.program.pk, run.pk])
    board = ben.get(url, {"cycle": people.cycle.pk})
    assert "What you do not see here, and who may" in words_of(board)
    assert f'href="{quality}#hidden"' in board.text
    text = words_of(ben.get(quality))
    assert f"Who may read it all: {cast.omar.name}, {cast.priya.name}." in text
    assert "HR can make somebody a coordinator who takes no part in it." in text
    assert "What you do not see here" not in sign_in(cast.priya).get(url, {"cycle": people.cycle.pk}).text


def test_what_colleagues_decide_by_hand_about_oneself_is_not_read(cast, people, ben, sign_in):
    run = matched(people, cast.priya)
    others = run.proposals.exclude(junior=people.ben).select_related("junior__user", "senior__user").first()
    for pair in (run.proposals.get(junior=people.ben), others):
        present = MatchRun.objects.kept().filter(cycle=people.cycle).first()
        pinned = Change(MatchRun.Act.PINNED, (str(pair.junior_id), str(pair.senior_id)))
        change_proposal(run=present, change=pinned, is_best=False, by=cast.priya)
        people.clock.shift(dt.timedelta(seconds=1))
    present = MatchRun.objects.kept().filter(cycle=people.cycle).first()
    assert len(present.pins) == 2
    compare = {"a": str(run.pk), "b": str(present.pk)}
    for client, reads_own in ((ben, False), (sign_in(cast.priya), True)):
        pages = [
            client.get(reverse(view, args=[cast.program.pk]), {"cycle": people.cycle.pk, **asked})
            for view, asked in (("match_board", {"show": "changes"}), ("match_compare", compare))
        ]
        for read in map(words_of, pages):
            assert (f"Pinned: {people.ben.user.name} and" in read) is reads_own
            assert f"Pinned: {others.junior.user.name} and {others.senior.user.name}" in read
        decided = [(a.user.first_name, b.user.first_name) for a, b in pages[0].context["decisions"]["pins"]]
        assert (("Ben", "Max") in decided) is reads_own
        assert (others.junior.user.first_name, others.senior.user.first_name) in decided


def test_an_hr_admin_is_led_to_where_coordinators_are_made(cast, people, sign_in):
    run = matched(people, cast.priya)
    User.objects.filter(pk=people.ben.user_id).update(manager=cast.omar)
    User.objects.filter(pk=people.ana.user_id).update(manager=cast.priya)
    text = sign_in(cast.omar).get(reverse("match_quality", args=[cast.program.pk, run.pk])).text
    assert "Nobody in the program team may read it yet." in text
    assert reverse("setup_people", args=[cast.program.pk]) in text


def test_whoever_is_merely_invited_hides_nothing(cast, people, ben, sign_in):
    make.ParticipantFactory(cycle=people.cycle, user=cast.priya, side="senior", state="invited")
    invited = make.UserFactory(manager=cast.priya)
    make.ParticipantFactory(cycle=people.cycle, user=invited, side="junior", state="invited")
    run = matched(people, cast.omar)
    assert not Withheld(cast.priya, people.cycle)
    url = reverse("match_board", args=[cast.program.pk])
    text = sign_in(cast.priya).get(url, {"cycle": people.cycle.pk}).text
    assert f"{run.outcome.figures.total:,}" in text
    assert "What you do not see here" not in text
    Participant.objects.filter(user=cast.priya).update(state="approved")
    assert Withheld(cast.priya, people.cycle)
