"""The list of pairings as a file."""

import pytest
from django.urls import reverse

from pairings.models import Consent
from people.models import AuditEntry
from tests import factories as make
from tests.downloads import assert_file_costs_the_same, lines_of


def take(client, program, kind="csv", **query):
    return client.get(reverse("oversight_list", args=[program.pk]), {"download": kind, **query})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_has_what_is_shown(cast, sign_in, kind):
    Consent.objects.create(pairing=cast.pairing, side="junior", decision="accepted")
    header, *rows = lines_of(take(sign_in(cast.priya), cast.program, kind))
    row = dict(zip(header, next(row for row in rows if row[0] == cast.kavya.name), strict=True))
    assert (row["Leader"], row["The mentor"]) == (cast.jack.name, "said yes")


def test_it_keeps_the_filters_and_is_recorded_without_the_words(cast, sign_in):
    make.PairingFactory(cycle=cast.cycle, state="proposed")
    lines = lines_of(take(sign_in(cast.priya), cast.program, q="kavya", state=cast.pairing.state))
    assert [line[0] for line in lines[1:]] == [cast.kavya.name]
    entry = AuditEntry.objects.get(act="pairings.downloaded")
    assert (entry.actor, entry.details) == (cast.priya, {"state": cast.pairing.state, "q": "some words"})


def test_a_pair_that_the_reader_is_close_to_is_not_in_it(cast, sign_in):
    cast.jack.manager = cast.priya
    cast.jack.save()
    assert cast.kavya.name not in str(lines_of(take(sign_in(cast.priya), cast.program)))


def test_it_costs_the_same_whatever_its_length(cast, sign_in):
    url = reverse("oversight_list", args=[cast.program.pk])
    assert_file_costs_the_same(sign_in(cast.priya), url, lambda: make.PairingFactory(cycle=cast.cycle))
