"""Matching and pairings in a real browser: without violations in both themes, and by forms alone."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pairings import services
from pairings.models import Objective, Pairing
from programs.models import Cycle, Participant, TopicChoice
from proposals.models import MatchPolicy, MatchRun
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import present_version
from tests import factories as make
from tests.browser.journey import get_ready
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    """The cast; Kavya asked for Helen; a cycle with a finished match; a request to end."""
    cast = assemble()
    Participant.objects.update(capacity=2)
    Objective.objects.create(pairing=cast.pairing, title="Post weekly", progress=40)
    cast.asked = make.PairingFactory(
        cycle=cast.cycle, junior=cast.pairing.junior, senior=cast.other_pairing.senior, state="proposed",
        agreed_at=None, opened_at=None,
    )  # fmt: skip
    autumn = make.CycleFactory(program=cast.program, name="Autumn", state=Cycle.State.MATCHING)
    for side, level in (("junior", 1), ("junior", 2), ("senior", 6)):
        place = make.ParticipantFactory(cycle=autumn, side=side, state="approved", user__level=level)
        TopicChoice.objects.create(participant=place, topic=cast.topic, rating=4)
    cast.run = start_run(cycle=autumn, by=cast.priya)
    solve_run(run_id=cast.run.pk)
    cast.autumn = autumn
    return cast


def pages_of(cast):
    program, pairing, asked = cast.program.pk, cast.pairing.pk, cast.asked.pk
    board = reverse("match_board", args=[program]) + f"?cycle={cast.autumn.pk}"
    return [
        ("kavya", "/pairing/"),
        ("kavya", cast.pairing.url),
        ("kavya", reverse("pairing_answer", args=[asked])),
        ("kavya", reverse("pairing_pause", args=[pairing])),
        ("kavya", reverse("pairing_leave", args=[pairing])),
        ("sam", cast.pairing.url),
        ("priya", board),
        ("priya", f"{board}&show=unmatched"),
        ("priya", f"{board}&show=changes"),
        ("priya", f"{board}&show=scenarios"),
        ("priya", reverse("match_try", args=[program]) + f"?cycle={cast.autumn.pk}"),
        ("priya", change_of(cast, "out")),
        ("priya", change_of(cast, "pair")),
        ("priya", reverse("match_swap", args=[program, cast.run.proposals.get().pk])),
        ("priya", reverse("match_name", args=[program, cast.run.pk])),
        ("priya", reverse("match_discard", args=[program, cast.run.pk])),
        ("priya", compare_of(cast)),
        ("priya", reverse("match_pair", args=[program]) + f"?cycle={cast.autumn.pk}"),
        ("priya", reverse("match_publish", args=[program]) + f"?cycle={cast.autumn.pk}"),
        ("priya", reverse("setup_matching", args=[program])),
        ("priya", reverse("oversight_list", args=[program]) + f"?cycle={cast.cycle.pk}"),
        ("priya", reverse("oversight_detail", args=[pairing])),
        ("priya", reverse("program_hand_over", args=[program]) + "?q=noor"),
        ("priya", reverse("program_hand_over", args=[program]) + f"?to={cast.noor.pk}"),
    ]


def change_of(cast, act):
    """The check page of a change of the proposed pair."""
    pair = cast.run.proposals.get()
    places = f"place={pair.junior_id}&place={pair.senior_id}"
    return reverse("match_change", args=[cast.program.pk, act]) + f"?cycle={cast.autumn.pk}&{places}"


def compare_of(cast):
    """The proposal beside a scenario."""
    scenario = MatchRun.objects.filter(name="Tried").first()
    if scenario is None:
        scenario = start_run(cycle=cast.autumn, by=cast.priya, name="Tried")
        solve_run(run_id=scenario.pk)
    query = f"?cycle={cast.autumn.pk}&a={cast.run.pk}&b={scenario.pk}"
    return reverse("match_compare", args=[cast.program.pk]) + query


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_every_page_is_accessible(story, open_page, axe, theme, width):
    for name, path in pages_of(story):
        page = open_page(path, story.people[name], theme=theme, width=width)
        axe(page)
        page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_preparing_are_accessible(story, open_page, axe, theme):
    services.accept_pairing(pairing=story.asked, by=story.kavya)
    services.accept_pairing(pairing=story.asked, by=story.helen)
    services.leave_pairing(pairing=story.pairing, by=story.kavya, wish="partner", reason="No time")
    asked = story.asked.pk
    for name, path in [
        ("kavya", story.asked.url),
        ("kavya", reverse("pairing_orientation", args=[asked])),
        ("helen", reverse("pairing_orientation", args=[asked])),
        ("helen", reverse("pairing_orientation", args=[asked], query={"screen": "6"})),
        ("priya", reverse("setup_orientation", args=[story.program.pk])),
        ("kavya", reverse("agreement_detail", args=[asked])),
        ("kavya", reverse("agreement_edit", args=[asked])),
        ("priya", reverse("oversight_detail", args=[story.pairing.pk])),
        ("priya", reverse("oversight_act", args=[story.pairing.pk, "end"])),
    ]:
        page = open_page(path, story.people[name], theme=theme)
        axe(page)
        page.close()


@pytest.fixture
def looking(story):
    """A leader of the second cycle, in which people may find each other."""
    MatchPolicy.objects.filter(program=story.program).update(allows_self_matching=True)
    return story.autumn.participants.get(side="senior")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_the_pages_of_finding_a_partner_are_accessible(looking, open_page, axe, theme, width):
    other = looking.cycle.participants.filter(side="junior").first()
    for path in (reverse("partner_list", args=[looking.pk]), reverse("partner_ask", args=[looking.pk, other.pk])):
        axe(open_page(path, looking.user, theme=theme, width=width))


@pytest.mark.parametrize("js", [True, False])
def test_from_home_to_a_request(looking, open_page, js):
    page = open_page("/", looking.user, js=js)
    page.get_by_role("link", name="Find a partner yourself").click()
    page.get_by_role("link", name="Ask", exact=False).first.click()
    page.get_by_role("button", name="Ask in confidence").click()
    page.get_by_text("You have asked; the program will tell you how it stands.").first.wait_for()
    assert Pairing.objects.get(cycle=looking.cycle).requested_by == "senior"


@pytest.mark.parametrize("js", [True, False])
def test_from_the_question_to_an_open_pairing(story, open_page, js):
    url = reverse("pairing_answer", args=[story.asked.pk])
    for person in (story.kavya, story.helen):
        page = open_page(url, person, js=js)
        page.get_by_role("button", name="Yes, I would like to").click()
        page.get_by_text("Your yes is noted").wait_for()
    for person in (story.kavya, story.helen):
        get_ready(open_page("/", person, js=js), story.asked)
    page = open_page(reverse("agreement_edit", args=[story.asked.pk]), story.kavya, js=js)
    page.get_by_label("Objective", exact=False).first.fill("Try one tool a month")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Sign").click()
    page = open_page(reverse("agreement_detail", args=[story.asked.pk]), story.helen, js=js)
    page.get_by_role("button", name="Sign").click()
    page.get_by_text("your pairing is open").wait_for()
    assert Pairing.objects.get(pk=story.asked.pk).state == "active"


def test_the_count_follows_the_number_that_is_typed(story, open_page):
    page = open_page(reverse("setup_matching", args=[story.program.pk]), story.priya)
    before = page.locator("#pools").inner_text()
    page.get_by_label("Levels between mentor and leader, at least").fill("6")
    page.wait_for_function("before => document.querySelector('#pools').innerText !== before", arg=before)
    assert "1 of 13 people could be leaders" in page.locator("#pools").inner_text()


@pytest.mark.parametrize("js", [True, False])
def test_taking_out_and_undoing_by_buttons(story, open_page, js):
    page = open_page(reverse("match_board", args=[story.program.pk]) + f"?cycle={story.autumn.pk}", story.priya, js=js)
    page.get_by_text("Details").first.click()
    page.get_by_role("link", name="Take out").click()
    page.get_by_text("1 pair goes, 1 new pair comes.").wait_for()
    page.get_by_role("button", name="Only take this pair out").click()
    page.get_by_text("Taken out:").first.wait_for()
    assert present_version(story.autumn).proposals.count() == 0
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("This is the proposal now.").wait_for()
    assert present_version(story.autumn) == story.run


@pytest.mark.parametrize("js", [True, False])
def test_weights_why_not_a_pin_a_scenario_and_publishing(story, open_page, js):
    """Try weights, save them as a scenario, ask why not, pin, compare, keep, publish: each by links and buttons."""
    board = reverse("match_board", args=[story.program.pk]) + f"?cycle={story.autumn.pk}"
    page = open_page(board, story.priya, js=js)
    save_weights_as_scenario(page, js)
    page.goto(board)
    ask_why_not(page, story)
    page.goto(board)
    page.get_by_text("Details").first.click()
    page.get_by_role("link", name="Pin").first.click()
    page.get_by_role("button", name="Pin them").click()
    page.get_by_text("Pinned:").first.wait_for()
    page.goto(f"{board}&show=scenarios")
    page.get_by_role("link", name="Compare and keep").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("This is the proposal now.").wait_for()
    assert MatchPolicy.objects.get(program=story.program).weight_of["wishes"] == 80
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Ask 1 mentor").click()
    page.get_by_text("Published: 1 mentor is being asked.").wait_for()
    assert MatchRun.objects.get(state="published").name == "Wishes first"


def save_weights_as_scenario(page, js):
    page.get_by_role("link", name="Try rules and weights").click()
    page.wait_for_load_state()
    page.get_by_label("Wishes of both").fill("80")
    if js:
        page.get_by_text("No pair changes.").wait_for()
        assert page.locator("output[for=id_weight_wishes]").inner_text() == "80"
    page.get_by_role("button", name="See the effect").click()
    page.get_by_text("No pair changes.").wait_for()
    page.get_by_label("Name of the scenario").fill("Wishes first")
    page.get_by_role("button", name="Save as scenario").click()
    page.get_by_text("The proposal is as it was.").wait_for()


def ask_why_not(page, story):
    """From a proposed pair to its leader, and why not the mentor who was left over."""
    leader = story.autumn.participants.get(side="senior").user
    paired = story.run.proposals.get().junior_id
    left_over = story.autumn.participants.exclude(pk=paired).get(side="junior").user
    page.get_by_role("link", name=leader.name).first.click()
    page.get_by_label("Name of a mentor").fill(left_over.name)
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("No rule forbids it.").wait_for()
    worked_out = page.locator("dt", has_text="Worked out").locator("xpath=following-sibling::dd")
    assert "The whole would lose" in worked_out.inner_text()


def test_a_preset_shows_its_effect_at_once(story, open_page):
    page = open_page(reverse("match_try", args=[story.program.pk]) + f"?cycle={story.autumn.pk}", story.priya)
    page.get_by_role("link", name="Widest bridge").click()
    page.get_by_text("No pair changes.").wait_for()
    chosen = page.get_by_role("group", name="Start from a preset:").locator("[aria-current]")
    assert chosen.inner_text() == "Widest bridge"


def test_publishing_asks_after_the_check_page(story, open_page):
    page = open_page(reverse("match_publish", args=[story.program.pk]) + f"?cycle={story.autumn.pk}", story.priya)
    later = timezone.now().date() + dt.timedelta(days=9)
    page.get_by_label("Please answer by").fill(later.isoformat())
    page.get_by_role("button", name="Ask 1 mentor").click()
    page.get_by_text("Published: 1 mentor is being asked.").wait_for()
    assert Pairing.objects.get(cycle=story.autumn).answer_by.date() == later


@pytest.mark.parametrize("width", [1280, 390])
def test_the_button_stays_where_it_is_while_the_time_is_shown(story, open_page, width):
    """A button that moves away between aiming and pressing is pressed in vain."""
    page = open_page(reverse("meeting_plan", args=[story.pairing.pk]), story.kavya, width=width)
    button = page.get_by_role("button", name="Plan and invite")
    page.get_by_label("Day").fill("")
    before = button.bounding_box()
    page.get_by_label("Day").fill((timezone.localdate() + dt.timedelta(days=9)).isoformat())
    page.get_by_label("Starts at").fill("10:00")
    page.get_by_label("Room or link").click()
    page.locator(".live-line time").wait_for()
    assert button.bounding_box() == before
