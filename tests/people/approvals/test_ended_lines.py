"""Attacks: one person cuts the line by which a carer is close to a pair, while the carer is no carer for a moment."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pairings import services as pairing_services
from pairings.models import Pairing
from pairings.people_to_turn_to import addressees_of
from pairings.services.readers import want_readers
from people.directory.services import deactivate_person, reactivate_person
from people.models import EndedLine, HeldAct, RoleGrant, User
from people.profile.services import change_profile
from people.retention.applying import apply_retention
from programs.closeness import is_close
from programs.models import Coordinator, Cycle, Participant, Todo
from programs.services import add_coordinator, remove_coordinator, set_person_of_trust
from roster import services as rosters
from sessions.slipping import team_to_tell
from tests import factories as make
from tests.people.approvals.conftest import LINES, decide, edit, fresh, imported

pytestmark = pytest.mark.django_db
REASON = "He cancels every time, canary-reason"
HALF_A_YEAR = dt.timedelta(days=181)


@pytest.fixture
def second_coordinator(cast) -> User:
    return make.CoordinatorFactory(program=cast.program).user


@pytest.fixture
def left(cast) -> None:
    """Kavya has asked for another partner, and says why."""
    pairing_services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="partner", reason=REASON)


def reads(sign_in, user: User, pairing: Pairing) -> bool:
    """Whether the person reads what was written for the program team; all ways there are must agree."""
    client = sign_in(user)
    page = client.get(reverse("oversight_detail", args=[pairing.pk]))
    is_read = page.status_code == 200
    assert ("canary-reason" in page.text) == is_read
    assert is_close(fresh(user), pairing.junior) != is_read
    listed = client.get(reverse("oversight_list", args=[pairing.cycle.program_id])).text
    assert (reverse("oversight_detail", args=[pairing.pk]) in listed) == is_read
    pair = Pairing.objects.with_people().get(pk=pairing.pk)
    assert (user in addressees_of(pair).of("team")) == is_read
    assert (user.pk in team_to_tell([pair])[pair.pk]) == is_read
    return is_read


def close(cast, carer: User, how: str) -> None:
    """Make somebody close to Kavya, before they look after anybody."""
    if how == "manager":
        User.objects.filter(pk=cast.kavya.pk).update(manager=carer)
    else:
        cast.kavya.assistants.add(carer)
    cast.kavya.refresh_from_db()


def cut(cast, hr, how: str) -> None:
    edit(hr, cast.kavya, **{how: ""})
    kavya = fresh(cast.kavya)
    assert (kavya.manager, list(kavya.assistants.all())) == (None, []), "nothing was asked"


LINE = pytest.mark.parametrize("how", ["manager", "assistants"])


@LINE
def test_off_the_team_for_a_moment_frees_nobody(cast, left, second_coordinator, hr, sign_in, how):
    close(cast, cast.priya, how)
    assert not reads(sign_in, cast.priya, cast.pairing)
    remove_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    cut(cast, hr, how)
    add_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    assert not reads(sign_in, cast.priya, cast.pairing)


@LINE
def test_nor_does_an_appointment_after_the_cut(cast, left, hr, sign_in, how):
    """Who never ran the program is made a coordinator once the line is gone."""
    close(cast, cast.noor, how)
    cut(cast, hr, how)
    add_coordinator(program=cast.program, user=cast.noor, by=cast.omar)
    assert not reads(sign_in, cast.noor, cast.pairing)


@LINE
def test_nor_a_role_in_hr_given_after_the_cut(cast, left, hr, sign_in, how):
    close(cast, cast.noor, how)
    cut(cast, hr, how)
    make.RoleGrantFactory(user=cast.noor)
    page = sign_in(cast.noor).get(reverse("oversight_detail", args=[cast.pairing.pk]))
    assert page.status_code == 404


def test_nor_is_a_person_of_trust_free_by_the_cut(cast, hr):
    close(cast, cast.noor, "manager")
    cut(cast, hr, "manager")
    set_person_of_trust(program=cast.program, user=cast.noor, by=cast.omar)
    assert addressees_of(Pairing.objects.with_people().get(pk=cast.pairing.pk)).trusted is None


@pytest.mark.parametrize("over", ["cycle", "place"])
@LINE
def test_after_the_cycle_or_the_place_is_over_the_cut_waits_as_before(cast, left, hr, sign_in, how, over):
    """The words stay there to be read, and so does whoever reads them."""
    close(cast, cast.priya, how)
    if over == "cycle":
        Cycle.objects.update(state="closed")
    else:
        Participant.objects.filter(user=cast.kavya).update(state="withdrawn")
    page = edit(hr, cast.kavya, **{how: ""})
    assert "waits for a second person, because it ends or makes somebody" in page.text
    assert not reads(sign_in, cast.priya, cast.pairing)


def test_nor_by_a_roster_while_the_carer_is_off_the_team(cast, left, second_coordinator, sign_in):
    close(cast, cast.priya, "manager")
    remove_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    imported(cast.omar, "kavya@example.com,Kavya,Nair,Editor,noor@example.com", header=LINES)
    assert fresh(cast.kavya).manager == cast.noor
    add_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    assert not reads(sign_in, cast.priya, cast.pairing)


def test_nor_by_deactivating_the_carer_and_taking_them_back(cast, left, nadia, second_coordinator, sign_in):
    close(cast, cast.priya, "manager")
    deactivate_person(person=cast.priya, by=cast.omar)
    reactivate_person(person=fresh(cast.priya), by=cast.omar)
    assert fresh(cast.kavya).manager is None
    add_coordinator(program=cast.program, user=fresh(cast.priya), by=cast.omar)
    assert not reads(sign_in, fresh(cast.priya), cast.pairing)


def test_nor_by_a_roster_of_everybody_without_the_carer_and_one_with_them(
    cast, left, nadia, second_coordinator, sign_in
):
    close(cast, cast.priya, "manager")
    row = "{0.email},{0.first_name},{0.last_name},{0.job_title}".format
    others = [row(one) for one in User.objects.exclude(pk=cast.priya.pk)]
    imported(cast.omar, *others, everyone=True)
    assert not fresh(cast.priya).is_active
    imported(cast.omar, *others, row(cast.priya), everyone=True)
    assert (fresh(cast.priya).is_active, fresh(cast.kavya).manager) == (True, None)
    add_coordinator(program=cast.program, user=fresh(cast.priya), by=cast.omar)
    assert not reads(sign_in, fresh(cast.priya), cast.pairing)


def test_nor_by_undoing_the_import_that_brought_a_manager_back(cast, left, nadia, second_coordinator, sign_in):
    """The import makes Priya active and somebody draws the line by hand; undoing and importing again cuts it."""
    deactivate_person(person=cast.priya, by=cast.omar)
    row = "priya@example.com,Priya,Raman,Learning partner"
    roster = imported(cast.omar, row)
    close(cast, fresh(cast.priya), "manager")
    rosters.undo_import(roster=roster, by=cast.omar)
    assert fresh(cast.kavya).manager is None
    imported(cast.omar, row)
    add_coordinator(program=cast.program, user=fresh(cast.priya), by=cast.omar)
    assert not reads(sign_in, fresh(cast.priya), cast.pairing)


def test_nor_by_a_leader_who_lets_an_assistant_go_first(cast, left, hr, sign_in):
    """Sam assists Jack, who lets him go on the day before Sam is made coordinator."""
    change_profile(person=cast.jack, assistants=[])
    add_coordinator(program=cast.program, user=cast.sam, by=cast.omar)
    page = sign_in(cast.sam).get(reverse("oversight_detail", args=[cast.pairing.pk]))
    assert page.status_code == 404


def test_nor_does_drawing_and_undoing_wash_the_memory_away(cast, left, nadia, second_coordinator, hr, sign_in):
    """The same line drawn anew by an import, and that import undone."""
    close(cast, cast.priya, "manager")
    remove_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    cut(cast, hr, "manager")
    roster = imported(cast.omar, "kavya@example.com,Kavya,Nair,Editor,priya@example.com", header=LINES)
    assert fresh(cast.kavya).manager == cast.priya
    rosters.undo_import(roster=roster, by=cast.omar)
    add_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    assert not reads(sign_in, cast.priya, cast.pairing)


def test_a_mistaken_import_that_is_undone_makes_nobody_close(cast, left, nadia, second_coordinator, sign_in):
    remove_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    roster = imported(cast.omar, "kavya@example.com,Kavya,Nair,Editor,priya@example.com", header=LINES)
    rosters.undo_import(roster=roster, by=cast.omar)
    add_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    assert reads(sign_in, cast.priya, cast.pairing)


def test_people_who_came_with_an_import_go_with_it_whatever_lines_they_had(cast, nadia):
    """The new one reports to somebody whom the import brought back; undoing lets that one go first."""
    boss = make.UserFactory(email="boss@example.com", is_active=False, left_at=timezone.now())
    roster = imported(
        cast.omar,
        f"boss@example.com,{boss.first_name},{boss.last_name},Analyst,",
        "new@example.com,New,Person,Clerk,boss@example.com",
        header=LINES,
    )
    assert User.objects.get(email="new@example.com").manager == boss
    rosters.undo_import(roster=roster, by=cast.omar)
    assert not User.objects.filter(email="new@example.com").exists()


def test_two_who_agree_end_it_at_once(cast, left, nadia, hr, second, sign_in):
    close(cast, cast.priya, "manager")
    edit(hr, cast.kavya, manager="noor@example.com")
    decide(second, "approve", HeldAct.objects.get())
    assert fresh(cast.kavya).manager == cast.noor
    assert reads(sign_in, cast.priya, cast.pairing)


def test_two_who_agree_end_what_one_had_cut_before(cast, left, nadia, second_coordinator, hr, second, sign_in):
    """The way out for a manager of yesterday: the line is drawn again, and ended by two."""
    close(cast, cast.priya, "manager")
    remove_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    cut(cast, hr, "manager")
    add_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    for manager in ("priya@example.com", ""):
        edit(hr, cast.kavya, manager=manager)
        decide(second, "approve", HeldAct.objects.get(kind="change_entry", state="asked"))
    assert reads(sign_in, cast.priya, cast.pairing)


def test_after_half_a_year_it_is_over_and_forgotten(cast, left, second_coordinator, hr, sign_in, time_machine):
    close(cast, cast.priya, "manager")
    remove_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    cut(cast, hr, "manager")
    add_coordinator(program=cast.program, user=cast.priya, by=cast.omar)
    apply_retention(codes=["ended_lines"])
    assert EndedLine.objects.count() == 1
    time_machine.move_to(timezone.now() + HALF_A_YEAR)
    assert reads(sign_in, cast.priya, cast.pairing)
    apply_retention(codes=["ended_lines"])
    assert EndedLine.objects.count() == 0


@pytest.mark.parametrize("way", ["managed", "manages"])
def test_who_was_close_until_just_now_is_not_the_second(cast, nadia, hr, second, way):
    """Omar cuts the line between Nadia and Kavya, which no rule holds, so that Nadia may approve."""
    above, below = (nadia, cast.kavya) if way == "manages" else (cast.kavya, nadia)
    User.objects.filter(pk=below.pk).update(manager=above)
    RoleGrant.objects.filter(user=nadia).delete()
    edit(hr, fresh(below), manager="")
    assert fresh(below).manager is None
    make.RoleGrantFactory(user=nadia, granted_at=timezone.now() - dt.timedelta(days=31))
    hr.post(reverse("address_change", args=[cast.kavya.pk]), {"email": "trap@example.com"})
    page = decide(second, "approve", HeldAct.objects.get())
    assert "You are close to Kavya Nair" in page.text
    assert fresh(cast.kavya).email == "kavya@example.com"


def test_where_the_rest_of_the_team_is_close_hr_is_told(cast, left, hr):
    """Who was close until just now does not count as a reader."""
    close(cast, cast.noor, "manager")
    cut(cast, hr, "manager")
    Coordinator.objects.filter(program=cast.program).delete()
    add_coordinator(program=cast.program, user=cast.noor, by=cast.omar)
    RoleGrant.objects.filter(user=cast.omar).delete()
    assert Todo.objects.open().filter(concerns=cast.kavya).exists()
    want_readers()
    assert Todo.objects.filter(program=cast.program, kind="no_reader", done_at=None).exists()
