"""Lists of what pairs do cost the same whatever their length."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.models import Insight
from tests import factories as make
from tests.query_counts import assert_cost_stays


def pair(story):
    return make.MeetingFactory(pairing=make.PairingFactory(cycle=story.cycle))


@pytest.mark.parametrize("query", [{}, {"q": "first last"}, {"show": "unplanned"}])
def test_how_the_pairs_meet(story, sign_in, query):
    url = reverse("program_run", args=[story.program.pk], query=query)
    assert_cost_stays(sign_in(story.priya), url, lambda: pair(story))


def test_what_pairs_learned(story, sign_in):
    def add():
        pairing = make.PairingFactory(cycle=story.cycle)
        Insight.objects.create(
            pairing=pairing, author=pairing.junior.user, text="Ask first", audience="program",
            junior_agreed=True, senior_agreed=True, published_at=timezone.now(),
        )  # fmt: skip

    assert_cost_stays(sign_in(story.kavya), reverse("program_insights", args=[story.program.pk]), add)


def test_the_rounds_of_a_program(story, sign_in):
    assert_cost_stays(sign_in(story.priya), reverse("program_reviews", args=[story.program.pk]), lambda: pair(story))
