"""A change of partners on a phone: a mentor reads of it, chooses, and has a new partner on the day."""

import datetime as dt

import pytest
from django.urls import reverse

from pairings import services
from pairings.models import Pairing
from people.clock import local_today
from programs.models import Cycle
from tests.cast import assemble
from tests.pairings.rotation_stage import agree, met, place, planned, published

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def day_is(cycle, days):
    """The change comes in so many days, with what hangs on its day; a browser's clock cannot be moved."""
    day = local_today() + days * DAY
    Cycle.objects.filter(pk=cycle.pk).update(rotates_on=day)
    cycle.rotations.update(first_day=day)
    Pairing.objects.filter(cycle=cycle, last_on__isnull=False).update(last_on=day - DAY)
    Pairing.objects.filter(cycle=cycle, starts_on__isnull=False).update(starts_on=day)
    cycle.refresh_from_db()


def test_a_mentor_reads_of_it_chooses_and_has_a_new_partner(open_page, axe, shot):
    cast = assemble()
    met(cast.pairing, cast.other_pairing)
    planned(cast.cycle, keeps=1)
    day_is(cast.cycle, 25)
    page = open_page(cast.pairing.url, user=cast.kavya, width=390)
    page.get_by_role("link", name="See what it means for you").click()
    axe(page)
    shot(page, "rotation-choice")
    page.get_by_label("Change partners, like everybody").check()
    page.get_by_role("button", name="Keep my choice").click()
    page.get_by_text("You can change it until the time to choose is over").wait_for()
    day_is(cast.cycle, 10)
    team = open_page(reverse("rotation_detail", args=[cast.program.pk]), user=cast.priya, width=390)
    team.get_by_role("button", name="Open the change").click()
    for pairing in published(cast):
        agree(pairing)
    team.reload()
    axe(team)
    shot(team, "rotation-team")
    day_is(cast.cycle, 0)
    services.carry_out_rotations()
    page.goto(page.url.split("/pairing/")[0] + reverse("pairing_list"))
    page.get_by_text("Helen Brandt").first.wait_for()
    assert place(cast, cast.kavya).state == "approved"
    axe(page)
