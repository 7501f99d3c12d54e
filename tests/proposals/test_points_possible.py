"""What neither has said, or nobody knows of the two, is not held against a pair, nor counted in its favour."""

import pytest
from django.urls import reverse

from people.models import User
from programs.models import Wish
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


def matched(cast, matching):
    User.objects.update(city="Lyon", country="France", spoken_languages=["en"])
    run = start_run(cycle=matching.cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def parts_of(run, place):
    return {part["part"]: part for part in run.proposals.get(junior=place).parts}


def board(client, matching):
    text = client.get(reverse("match_board", args=[matching.cycle.program_id]), {"cycle": matching.cycle.pk}).text
    return " ".join(text.split())


@pytest.mark.parametrize(("wishes", "possible"), [([], 0), (["ben"], 75), (["ben", "max"], 150)])
def test_wishes_that_nobody_made_are_not_counted(cast, matching, client, wishes, possible):
    for name in wishes:
        place, wanted = (matching.ben, cast.jack) if name == "ben" else (matching.max, cast.kavya)
        Wish.objects.create(participant=place, wanted=wanted)
    part = parts_of(matched(cast, matching), matching.ben)["wishes"]
    assert (part["points"], part["most"], part["possible"]) == (0, 150, possible)
    shown = "Neither has wished for anybody, so it counts neither for nor against them." in board(client, matching)
    assert shown is True  # of Ana and Lea in any case


def test_the_page_and_the_file_say_out_of_how_many_points(cast, matching, client):
    run = matched(cast, matching)
    pair = run.proposals.get(junior=matching.ben)
    most = sum(part["possible"] for part in pair.parts)
    assert most < 1000 - 149
    text = board(client, matching)
    assert (
        f'<span class="pair-points nums">{pair.score}</span> <span class="text-secondary small">of {most}</span>'
        in text
    )
    rows = client.get(reverse("match_export", args=[cast.program.pk, run.pk, "pairs.csv"]))
    assert f"{pair.score},{most}," in b"".join(rows.streaming_content).decode()


def test_what_is_not_known_of_one_counts_neither_way(cast, matching):
    run = matched(cast, matching)
    assert parts_of(run, matching.ben)["location"]["possible"] == 50
    User.objects.filter(pk=matching.ben.user_id).update(city="", country="")
    run = start_run(cycle=matching.cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    assert parts_of(run, matching.ben)["location"]["possible"] == 0


def test_a_version_from_before_is_read_as_it_was(cast, matching, client):
    run = matched(cast, matching)
    for pair in run.proposals.all():
        pair.parts = [{name: value for name, value in part.items() if name != "possible"} for part in pair.parts]
        pair.save()
    assert '<span class="text-secondary small">of 1000</span>' in board(client, matching)
