"""The pairs of the match board: pages, filters and order are addresses, so that no JavaScript is needed."""

import pytest
from django.urls import reverse

from proposals.models import Proposal
from tests import factories as make
from tests.cast import assemble
from tests.pairings.conftest import matching, run  # noqa: F401  (fixtures)


@pytest.fixture
def cast(transactional_db):
    return assemble()


@pytest.fixture
def board(cast, matching, run):  # noqa: F811
    """The address of a board with thirty pairs more than were found."""
    parts = run.proposals.first().parts
    for _number in range(30):
        junior, senior = (
            make.ParticipantFactory(cycle=matching.cycle, side=side, state="approved") for side in ("junior", "senior")
        )
        Proposal.objects.create(run=run, junior=junior, senior=senior, score=1, parts=parts)
    return reverse("match_board", args=[cast.program.pk], query={"cycle": matching.cycle.pk})


def test_without_javascript_pages_filters_and_order_are_links(open_page, cast, board):
    page = open_page(board, cast.priya, js=False)
    assert page.locator("script[src*=htmx]").count() == 0
    page.get_by_text("1–25 of 32").wait_for()
    page.get_by_role("link", name="Next page").click()
    page.get_by_text("26–32 of 32").wait_for()
    assert page.locator("li.pair").count() == 7
    page.get_by_label("Score below").fill("2")
    page.get_by_role("button", name="Filter").click()
    page.get_by_text("30 of 32 pairs").wait_for()
    page.get_by_role("link", name="Next page").click()
    page.get_by_text("26–30 of 30").wait_for()
    page.get_by_role("link", name="Show all").click()
    page.get_by_text("1–25 of 32").wait_for()


@pytest.mark.parametrize("look", [{}, {"width": 390}])
def test_nothing_is_wider_than_the_screen(open_page, cast, board, look):
    page = open_page(board, cast.priya, **look)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("link", name="Next page").is_visible()
