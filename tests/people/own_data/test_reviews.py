"""Answers of an open review stand in their author's copy, sealed, and go when the round closes."""

import pytest
from django.urls import reverse

from people.models import DataCopy
from people.own_data import copies
from sessions.models import Ballot
from sessions.reviews.services import close_round
from tests.people.own_data.reading import copy_of, opened
from tests.permissions.canaries import let_loose
from tests.permissions.scene import set_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def review_round(cast):
    DataCopy.objects.all().delete()
    let_loose(set_scene(cast))
    DataCopy.objects.all().delete()
    return Ballot.objects.get(user=cast.kavya, round__months_after=0).round


def test_closing_takes_the_files_of_all_who_were_asked(cast, review_round, sign_in):
    copy = copy_of(cast.kavya)
    assert "canary-review-comment" in opened(copy).text
    of_somebody_else = copy_of(cast.noor)
    close_round(review_round=review_round)
    assert sign_in(cast.kavya).get(reverse("data_copy_file", args=[copy.pk])).status_code == 404
    assert bytes(DataCopy.objects.get(pk=copy.pk).content) == b""
    assert "Deleted" in sign_in(cast.kavya).get(reverse("own_data")).text
    assert DataCopy.objects.get(pk=of_somebody_else.pk).can_be_fetched


def test_a_copy_that_is_being_made_while_the_round_closes_is_made_anew_without_them(cast, review_round):
    copy = copies.ask_for_copy(person=cast.kavya)
    DataCopy.objects.filter(pk=copy.pk).update(state="making", attempts=1)
    close_round(review_round=review_round)
    copies.make_waiting()
    assert "canary-review-comment" not in opened(DataCopy.objects.get(pk=copy.pk)).text
