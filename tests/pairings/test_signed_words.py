"""What was signed stays in the words of that moment, and nobody signs words that they have not read."""

import pytest
from django.urls import reverse

from frame.errors import Conflict
from pairings import services
from pairings.models import Signature
from programs.services import rename_topics
from tests.orientation import everybody_is_ready
from tests.pairings.test_agreement import write


@pytest.fixture
def about_posts(cast, preparing):
    """Kavya and Helen want to meet about the program's topic."""
    everybody_is_ready()
    agreement = write(preparing)
    agreement.topics.add(cast.topic)
    return agreement


def rename(topic, name):
    rename_topics(program=topic.program, names={topic: name})


def test_both_sign_the_same_words(cast, about_posts):
    """Kavya has signed; then the topic is renamed: Helen's name never stands under other words than hers."""
    services.sign_agreement(agreement=about_posts, by=cast.kavya, version=2)
    rename(cast.topic, "Restructuring")
    with pytest.raises(Conflict):
        services.sign_agreement(agreement=about_posts, by=cast.helen, version=2)
    about_posts.refresh_from_db()
    assert (about_posts.version, about_posts.signed_sides, about_posts.pairing.state) == (3, [], "preparing")
    for user in (cast.helen, cast.kavya):
        services.sign_agreement(agreement=about_posts, by=user, version=3)
    signed = [mark.snapshot["topics"] for mark in Signature.objects.filter(version=3)]
    assert signed == [["Restructuring"], ["Restructuring"]]


def test_a_signature_under_other_words_is_not_shown_beside_those_of_now(cast, sign_in, about_posts):
    services.sign_agreement(agreement=about_posts, by=cast.kavya, version=2)
    rename(cast.topic, "Restructuring")
    for user in (cast.kavya, cast.helen):
        text = sign_in(user).get(reverse("agreement_detail", args=[about_posts.pairing_id])).text
        assert text.count("Not signed yet") == 2
        assert "Kavya signed before a word in it changed" in text


def test_words_that_changed_since_the_page_was_opened_are_not_signed(cast, sign_in, about_posts):
    client = sign_in(cast.helen)
    page = client.get(reverse("agreement_detail", args=[about_posts.pairing_id]))
    rename(cast.topic, "Restructuring")
    sign = reverse("agreement_sign", args=[about_posts.pairing_id])
    answer = client.post(sign, {"version": page.context["mark"]}, follow=True)
    assert "Read it again, then sign" in answer.text
    assert not Signature.objects.exists()


def test_what_was_signed_is_shown_in_the_words_of_that_moment(cast, sign_in, about_posts):
    for user in (cast.kavya, cast.helen):
        services.sign_agreement(agreement=about_posts, by=user, version=2)
    rename(cast.topic, "Restructuring")
    text = sign_in(cast.kavya).get(reverse("agreement_detail", args=[about_posts.pairing_id])).text
    assert cast.topic.name in text
    assert "Restructuring" not in text
