"""A cycle that is ending gets no new pairs: no button leads there, and every way in is refused."""

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from pairings.models import Pairing
from programs.models import Cycle
from proposals.manual_decisions import Change
from proposals.models import MatchRun
from proposals.services.edit_proposal import change_proposal, store_version
from proposals.services.publishing import publish_run
from proposals.services.runs import start_run
from proposals.services.versions import keep_version, policy_of, present_version
from proposals.views.policy_trial import try_policy
from tests import factories as make

WHY = "This cycle is ending, so nobody new is matched in it."


@pytest.fixture(params=["closing", "closed"])
def ending(request, matching, run):
    """The cycle went on after its match was run."""
    Cycle.objects.filter(pk=matching.cycle.pk).update(state=request.param)
    run.refresh_from_db()
    return run


def test_it_is_not_published(cast, ending, matching):
    with pytest.raises(Refused, match=WHY):
        publish_run(run=ending, by=cast.priya, answer_on=timezone.now().date().replace(year=2999))
    assert not Pairing.objects.filter(cycle=matching.cycle).exists()
    assert MatchRun.objects.get().state == "done"


def test_nothing_about_it_is_changed_or_kept(cast, ending, matching):
    other = MatchRun.objects.create(cycle=matching.cycle, state="done", policy=ending.policy)
    for act in (
        lambda: change_proposal(run=ending, change=pair_out(matching), is_best=False, by=cast.priya),
        lambda: keep_version(run=other, by=cast.priya, seen=None),
        lambda: start_run(cycle=ending.cycle, by=cast.priya),
        lambda: keep_trial(cast, ending),
    ):
        with pytest.raises(Refused, match=WHY):
            act()
    assert present_version(matching.cycle) == ending


def pair_out(matching):
    return Change("out", (str(matching.ana.pk), str(matching.lea.pk)))


def keep_trial(cast, run):
    draft = try_policy(run.cycle, run, policy_of(cast.program)).draft
    store_version(draft=draft, change=Change("tried", ()), parent=run, cycle=run.cycle, by=cast.priya, seen=None)


def test_the_page_offers_nothing_of_it_and_says_why(cast, sign_in, ending, matching):
    client = sign_in(cast.priya)
    text = client.get(reverse("match_board", args=[cast.program.pk]), {"cycle": matching.cycle.pk}).text
    assert WHY in text
    for word in ("Publish", "Run the match", "Pair by hand", "Take out"):
        assert f">{word}<" not in text
    answer = client.get(reverse("match_publish", args=[cast.program.pk]), {"cycle": matching.cycle.pk}, follow=True)
    assert "There is no proposal waiting to be published." in answer.text


def test_a_declined_pin_does_not_stand_in_the_way_of_the_next_question(cast, sign_in, run, matching):
    """What was pinned is published, and one of the two has said no: runners-up and reasons are worked out without."""
    MatchRun.objects.update(pins=[[str(matching.ben.pk), str(matching.max.pk)]], state="published")
    pairing = make.PairingFactory(
        cycle=matching.cycle, junior=matching.ben, senior=matching.max, state="declined", agreed_at=None, opened_at=None
    )
    pairing.consents.create(side="senior", decision="declined")
    text = sign_in(cast.priya).get(reverse("match_person", args=[cast.program.pk, matching.ben.pk]), {"q": "lea"}).text
    assert "A pinned pair can no longer be kept" not in text
    assert "No rule forbids it." in text
    assert "Lea Test" in text.partition("Runners-up")[2]
