"""The fingerprint tells packs apart by what they say, and by nothing else."""

import pytest
from django.utils import translation

from insights.pack.changes import changes_between
from insights.pack.content import Content, Fact, Part, Section
from insights.pack.in_force import content_now


def a_pack(*facts, version="1", title="Roles"):
    return Content(version, (Part("organization", "Acme", (Section("roles", title, facts),)),))


ONE, TWO = Fact("one", "Smallest group", "5"), Fact("two", "Days", "14", (("Read by", "HR"),), ("id-1",))


def test_equal_content_has_an_equal_fingerprint_also_after_it_was_kept():
    assert a_pack(ONE, TWO).fingerprint == a_pack(ONE, TWO).fingerprint == a_pack(TWO, ONE).fingerprint
    kept = Content.from_json(a_pack(ONE, TWO).as_json())
    assert kept == a_pack(ONE, TWO)
    assert kept.fingerprint == a_pack(ONE, TWO).fingerprint


@pytest.mark.parametrize(
    "other",
    [
        a_pack(Fact("one", "Smallest group", "7"), TWO),
        a_pack(Fact("one", "Smallest groups", "5"), TWO),
        a_pack(ONE),
        a_pack(ONE, Fact("two", "Days", "14", (("Read by", "IT"),), ("id-1",))),
        a_pack(ONE, Fact("two", "Days", "14", (("Read by", "HR"),), ("id-2",))),
        a_pack(ONE, TWO, version="2"),
        a_pack(ONE, TWO, title="Who holds which role"),
    ],
)
def test_whatever_differs_gives_another_one_and_a_line_in_words(other):
    before = a_pack(ONE, TWO)
    assert other.fingerprint != before.fingerprint
    assert changes_between(before, other, str)


def test_a_line_says_what_it_was_and_what_it_is():
    (change,) = changes_between(a_pack(ONE), a_pack(Fact("one", "Smallest group", "7")), str)
    assert (change.where, change.what, change.before, change.after) == ("Acme: Roles", "Smallest group", "5", "7")
    (change,) = changes_between(a_pack(ONE, TWO), a_pack(TWO), str)
    assert (change.what, change.before, change.after) == ("Smallest group", "5", "")


def test_nothing_differs_where_nothing_does():
    assert changes_between(a_pack(ONE, TWO), a_pack(TWO, ONE), str) == []


@pytest.mark.django_db
def test_who_reads_and_in_which_language_changes_nothing(cast):
    before = content_now()
    with translation.override("de"):
        assert content_now().fingerprint == before.fingerprint
    assert len(before.fingerprint) == 64


@pytest.mark.django_db
def test_a_part_can_be_checked_by_whoever_reads_it_alone(cast):
    whole = content_now()
    part = whole.only([str(cast.program.pk)])
    assert [one.fingerprint for one in part.parts] == [one.fingerprint for one in whole.parts]
