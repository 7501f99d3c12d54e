"""Recognition as a shy mentor on a phone, a leader, a coordinator and somebody in no program meet it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import ManagerWord, Milestone, Thanks
from people.models import User
from sessions.models import Win
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("js", [True, False])
def test_a_mentor_thanks_somebody_of_another_pair_on_a_phone(open_page, axe, js):
    cast = assemble()
    page = open_page(reverse("community"), user=cast.kavya, width=390, js=js)
    page.get_by_role("link", name="Thank somebody").click()
    page.get_by_role("searchbox").fill("helen")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Thank Helen Brandt").click()
    page.get_by_label("Everyone in the program, with both names").check()
    page.get_by_label("spoke openly").check()
    page.get_by_label("Your words").fill("You said in front of everybody that you did not know.")
    if js:
        axe(page)
    page.get_by_role("button", name="Say thank you").click()
    page.get_by_text("Your thanks are on their way to Helen.").wait_for()
    assert Thanks.objects.get().receiver == cast.helen
    if js:
        axe(page)
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Taken back. Nobody reads it here any more.").wait_for()


def test_both_show_a_milestone_and_a_win_and_others_read_them(open_page, axe):
    cast = assemble()
    Milestone.objects.create(pairing=cast.pairing, kind="first")
    Win.objects.create(pairing=cast.pairing, author=cast.kavya, text="He let me finish")
    for person in (cast.kavya, cast.jack):
        page = open_page(cast.pairing.url, user=person, width=390)
        for _ in range(2):
            page.get_by_role("button", name="Show it to the program").first.click()
            page.wait_for_load_state("networkidle")
        assert page.get_by_role("button", name="Show it to the program").count() == 0
        axe(page)
    reader = open_page(reverse("community"), user=cast.maria, width=390, theme="dark")
    reader.get_by_text("have met for the first time").wait_for()
    reader.get_by_text("He let me finish").wait_for()
    axe(reader)
    forced = open_page(reverse("program_wins", args=[cast.program.pk]), user=cast.priya, forced=True)
    forced.get_by_text("He let me finish").wait_for()
    axe(forced)


def test_a_leader_writes_to_the_manager_and_the_mentor_lets_it_go(open_page, axe):
    cast = assemble()
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.noor)
    leader = open_page(cast.pairing.url, user=cast.jack)
    leader.get_by_role("link", name="A word to their manager").click()
    leader.get_by_label("Your two sentences").fill("She has taught me to ask. I decide faster since.")
    axe(leader)
    leader.get_by_role("button", name="Give it to them").click()
    leader.get_by_text("You are not told which.").wait_for()
    mentor = open_page(cast.pairing.url, user=cast.kavya, width=390)
    mentor.get_by_role("link", name="Jack would like to tell your line manager something").click()
    axe(mentor)
    mentor.get_by_role("button", name="Let it go to my manager").click()
    mentor.get_by_text("It is on its way to your line manager.").wait_for()
    word = ManagerWord.objects.get()
    manager = open_page(reverse("manager_word_detail", args=[word.pk]), user=cast.noor, width=390)
    manager.get_by_text("She has taught me to ask.").wait_for()
    axe(manager)


def test_the_team_and_somebody_in_no_program_have_their_pages(open_page, axe):
    cast = assemble()
    team = open_page(reverse("program_sustain", args=[cast.program.pk]), user=cast.priya, width=390)
    team.get_by_label("A word to the manager says how many hours").check()
    team.get_by_role("button", name="Save").click()
    team.get_by_text("Saved. It holds from now on.").wait_for()
    axe(team)
    Thanks.objects.create(
        program=cast.program, giver=cast.kavya, receiver=cast.jack, reason="taught", audience="program",
        text="For the hour on Friday", given_at=timezone.now(),
    )  # fmt: skip
    outsider = open_page(reverse("community"), user=cast.noor, width=390)
    outsider.get_by_text("Nothing shared yet").wait_for()
    axe(outsider)
