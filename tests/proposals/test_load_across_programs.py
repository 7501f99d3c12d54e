"""How many partners people have elsewhere: numbers for the team, and a limit of the organisation that a match keeps."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from pairings import services
from pairings.models import Pairing
from pairings.partners import partners_elsewhere
from people.models import Organization, User
from programs.models import Cycle
from proposals.models import MatchRun
from proposals.outcome import Limit
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import keep_version, policy_of
from proposals.unmatched_people import left_over
from proposals.withheld_from_team import NOBODY
from tests import factories as make
from tests.cast import assemble
from tests.proposals.test_capacity import yes

State = Pairing.State


@pytest.fixture
def elsewhere(four):
    """Another program, with a place there for Ana and for a leader."""
    cycle = make.CycleFactory(state=Cycle.State.RUNNING)
    return cycle, make.ParticipantFactory(cycle=cycle, user=four.ana.user)


def paired(elsewhere, **values):
    cycle, ana = elsewhere
    senior = make.ParticipantFactory(cycle=cycle, side="senior")
    return make.PairingFactory(cycle=cycle, junior=ana, senior=senior, **{"state": State.ACTIVE} | values)


def limit(most):
    Organization.objects.current()
    Organization.objects.update(most_partners=most)


def solved(cast, cycle):
    policy_of(cast.program)
    run = start_run(cycle=cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    return MatchRun.objects.get(pk=run.pk)


def mentors_of(run):
    return sorted(proposal.junior.user.first_name for proposal in run.proposals.all())


def list_of(cast, client, cycle):
    page = client.get(reverse("participant_list", args=[cast.program.pk]) + f"?cycle={cycle.pk}")
    assert page.status_code == 200
    return " ".join(page.text.split())


def test_a_coordinator_reads_how_many_and_not_where(cast, sign_in, four, elsewhere):
    pair = paired(elsewhere)
    page = list_of(cast, sign_in(cast.priya), four.cycle)
    assert "1 partner elsewhere" in page
    assert page.count("elsewhere") == 1
    assert pair.cycle.program.name not in page
    assert pair.senior.user.last_name not in page
    place = sign_in(cast.priya).get(reverse("participant_detail", args=[cast.program.pk, four.ana.pk]))
    assert "Partners elsewhere" in place.text
    assert place.context["elsewhere"] == 1


def test_the_list_asks_as_often_however_many_there_are(cast, sign_in, four, elsewhere, django_assert_max_num_queries):
    Organization.objects.current()
    client = sign_in(cast.priya)
    list_of(cast, client, four.cycle)
    counts = []
    for more in (1, 3, 9):
        for _ in range(more):
            paired((elsewhere[0], make.ParticipantFactory(cycle=elsewhere[0])))
            make.ParticipantFactory(cycle=four.cycle)
        with django_assert_max_num_queries(14) as queries:
            list_of(cast, client, four.cycle)
        counts.append(len(queries))
    assert len({*counts}) == 1


@pytest.mark.parametrize(
    ("state", "values", "counted"),
    [
        (State.PROPOSED, {"agreed_at": None}, 0),
        (State.PREPARING, {}, 1),
        (State.PAUSED, {}, 1),
        (State.DECLINED, {"agreed_at": None}, 0),
        (State.ENDED, {}, 0),
        (State.COMPLETED, {}, 0),
    ],
)
def test_what_counts_is_what_both_have_agreed_to(four, elsewhere, state, values, counted):
    paired(elsewhere, state=state, **values)
    assert partners_elsewhere(four.cycle, [four.ana.user_id])[four.ana.user_id] == counted


def test_an_end_is_noticed_by_others_when_all_have_been_told(four, elsewhere):
    soon = timezone.now() + dt.timedelta(hours=3)
    pair = paired(elsewhere, state=State.ENDED, outcome_at=soon)
    assert partners_elsewhere(four.cycle, [four.ana.user_id])[four.ana.user_id] == 1
    Pairing.objects.filter(pk=pair.pk).update(outcome_at=timezone.now() - dt.timedelta(minutes=1))
    assert partners_elsewhere(four.cycle, [four.ana.user_id])[four.ana.user_id] == 0


def test_a_no_elsewhere_moves_no_number(cast, sign_in, four, elsewhere):
    """Who would gain asks before and after: a question that is open counts as little as one answered by a no."""
    limit(1)
    asked = paired(elsewhere, state=State.PROPOSED, agreed_at=None)
    before = list_of(cast, sign_in(cast.priya), four.cycle), mentors_of(solved(cast, four.cycle))
    Pairing.objects.filter(pk=asked.pk).update(state=State.DECLINED)
    after = list_of(cast, sign_in(cast.priya), four.cycle), mentors_of(solved(cast, four.cycle))
    assert before[1] == after[1] == ["Ana", "Ben"]
    assert ("elsewhere" in before[0], "elsewhere" in after[0]) == (False, False)


@pytest.mark.parametrize(("most", "mentors"), [(None, ["Ana", "Ben"]), (2, ["Ana", "Ben"]), (1, ["Ben"])])
def test_a_match_gives_nobody_more_than_the_limit(cast, four, elsewhere, most, mentors):
    paired(elsewhere)
    limit(most)
    assert mentors_of(solved(cast, four.cycle)) == mentors


def test_the_limit_counts_what_somebody_has_here_as_well(cast, four, elsewhere):
    """Ana offers three places, has one partner here and one elsewhere: of three at most, one more."""
    other = make.ParticipantFactory(cycle=four.cycle, side="senior", state="approved")
    make.PairingFactory(cycle=four.cycle, junior=four.ana, senior=other, state=State.ACTIVE)
    four.ana.capacity = 3
    four.ana.save()
    four.ben.delete()
    paired(elsewhere)
    limit(3)
    assert mentors_of(solved(cast, four.cycle)) == ["Ana"]


def test_whoever_has_as_many_as_anybody_may_is_listed_with_that_reason(cast, sign_in, four, elsewhere):
    paired(elsewhere)
    limit(1)
    run = solved(cast, four.cycle)
    rows = {row.participant: row for row in run.details.without_pair}
    assert rows[str(four.ana.pk)].limit == Limit(1, 1)
    told = next(person for person in left_over(run, NOBODY) if person.participant == four.ana)
    assert told.why == "Has 1 of at most 1 partner at once, in all programs together."
    board = reverse("match_board", args=[cast.program.pk]) + f"?cycle={four.cycle.pk}&show=unmatched"
    assert told.why in sign_in(cast.priya).get(board).text


def test_whoever_is_left_out_is_listed_as_that_alone(cast, four, elsewhere):
    paired(elsewhere)
    limit(1)
    policy_of(cast.program)
    run = start_run(cycle=four.cycle, by=cast.priya)
    MatchRun.objects.filter(pk=run.pk).update(left_out=[str(four.ana.pk)])
    solve_run(run_id=run.pk)
    run = MatchRun.objects.get(pk=run.pk)
    assert [row.participant for row in run.details.without_pair if row.limit] == []


def test_the_check_page_shows_it_before_people_are_asked(cast, sign_in, four, elsewhere):
    paired(elsewhere)
    run = solved(cast, four.cycle)
    keep_version(run=run, by=cast.priya, seen=None)
    page = sign_in(cast.priya).get(reverse("match_publish", args=[cast.program.pk]) + f"?cycle={four.cycle.pk}")
    rows = [(row.proposal.junior, row.mentor_elsewhere, row.leader_elsewhere) for row in page.context["check"].rows]
    assert rows == [(four.ana, 1, 0), (four.ben, 0, 0)]
    assert page.text.count("1 partner elsewhere") == 1


def test_of_people_near_the_reader_no_number_is_shown(cast, sign_in, four, elsewhere):
    """Priya manages Ana."""
    paired(elsewhere)
    four.ana.user.manager = cast.priya
    four.ana.user.save()
    here = make.ParticipantFactory(cycle=four.cycle, side="senior")
    make.PairingFactory(cycle=four.cycle, junior=four.ana, senior=here, state=State.ACTIVE)
    assert "elsewhere" not in list_of(cast, sign_in(cast.priya), four.cycle)
    assert "1 partner elsewhere" in list_of(cast, sign_in(cast.omar), four.cycle)


def board_of(client, cycle):
    text = client.get(reverse("match_board", args=[cycle.program_id]), {"cycle": cycle.pk}).text
    return " ".join(text.split())


def test_the_board_and_its_file_say_how_many_and_of_those_near_nothing(cast, sign_in, four, elsewhere):
    paired(elsewhere)
    run = solved(cast, four.cycle)
    assert board_of(sign_in(cast.priya), four.cycle).count("1 partner elsewhere") == 1
    file = sign_in(cast.priya).get(reverse("match_export", args=[cast.program.pk, run.pk, "pairs.csv"]))
    head, *rows = b"".join(file.streaming_content).decode().splitlines()
    assert head.endswith("Mentor: partners elsewhere,Leader: partners elsewhere")
    assert [row.endswith(",1,0") for row in rows if "Ana Test" in row] == [True]
    four.ana.user.manager = cast.priya
    four.ana.user.save()
    assert "partner elsewhere" not in board_of(sign_in(cast.priya), four.cycle)


@pytest.mark.parametrize(
    ("own", "of_all", "mentors"), [(1, None, ["Ben"]), (1, 2, ["Ben"]), (2, 1, ["Ben"]), (2, 2, ["Ana", "Ben"])]
)
def test_what_somebody_said_themselves_and_what_the_organisation_says_both_count(
    cast, four, elsewhere, own, of_all, mentors
):
    paired(elsewhere)
    limit(of_all)
    User.objects.filter(pk=four.ana.user_id).update(most_partners=own)
    assert mentors_of(solved(cast, four.cycle)) == mentors


def test_people_say_themselves_how_many_partners_they_may_have(cast, sign_in):
    client = sign_in(cast.kavya)
    form = {"works_from": "09:00", "works_until": "17:00", "most_partners": "2"}
    client.post(reverse("profile"), form)
    cast.kavya.refresh_from_db()
    assert cast.kavya.most_partners == 2
    for wrong in ("0", "21", "many"):
        answer = client.post(reverse("profile"), form | {"most_partners": wrong})
        assert answer.status_code == 422
    cast.kavya.refresh_from_db()
    assert cast.kavya.most_partners == 2


def test_the_limit_counts_on_the_day_the_pair_begins(cast, four, elsewhere):
    """A partner elsewhere who is one until the day before leaves the place free on the day of a rotation."""
    day = timezone.localdate() + dt.timedelta(days=20)
    pair = paired(elsewhere, last_on=day - dt.timedelta(days=1))
    limit(1)
    assert partners_elsewhere(four.cycle, [four.ana.user_id], day)[four.ana.user_id] == 0
    assert partners_elsewhere(four.cycle, [four.ana.user_id])[four.ana.user_id] == 1
    assert mentors_of(solved(cast, four.cycle)) == ["Ben"]
    asked = asked_here(four, starts_on=day)
    services.accept_pairing(pairing=asked, by=four.ana.user)
    assert asked.consents.filter(side="junior", decision="accepted").exists()
    assert pair.state == State.ACTIVE


def asked_here(four, **values):
    return make.PairingFactory(
        cycle=four.cycle, junior=four.ana, senior=four.lea, state=State.PROPOSED, agreed_at=None, opened_at=None,
        answer_by=timezone.now() + dt.timedelta(days=5), **values,
    )  # fmt: skip


def asked_elsewhere(elsewhere):
    return paired(
        elsewhere, state=State.PROPOSED, agreed_at=None, opened_at=None,
        answer_by=timezone.now() + dt.timedelta(days=5),
    )  # fmt: skip


def test_of_two_programs_that_ask_at_once_the_second_yes_is_refused(four, elsewhere):
    limit(1)
    first, second = asked_here(four), asked_elsewhere(elsewhere)
    services.accept_pairing(pairing=first, by=four.ana.user)
    with pytest.raises(Refused, match="You have 1 partner already, in all programs together"):
        services.accept_pairing(pairing=second, by=four.ana.user)
    limit(2)
    services.accept_pairing(pairing=second, by=four.ana.user)


def test_the_refusal_is_a_sentence_on_the_page(sign_in, four, elsewhere):
    limit(1)
    first, second = asked_here(four), asked_elsewhere(elsewhere)
    services.accept_pairing(pairing=first, by=four.ana.user)
    answer = sign_in(four.ana.user).post(
        reverse("pairing_answer", args=[second.pk]), {"decision": "accepted"}, follow=True
    )
    assert "in all programs together" in answer.text


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one")
@pytest.mark.django_db(transaction=True)
def test_two_yeses_in_two_programs_at_the_same_moment_pass_no_limit():
    cast = assemble()
    limit(1)
    person = make.UserFactory()
    asked = []
    for cycle in (cast.cycle, make.CycleFactory(state=Cycle.State.RUNNING), make.CycleFactory(state="running")):
        places = [make.ParticipantFactory(cycle=cycle, user=person, state="approved"),
                  make.ParticipantFactory(cycle=cycle, side="senior", state="approved")]  # fmt: skip
        asked.append(
            make.PairingFactory(
                cycle=cycle, junior=places[0], senior=places[1], state="proposed", agreed_at=None, opened_at=None,
                answer_by=timezone.now() + dt.timedelta(days=5),
            )
        )  # fmt: skip
    barrier, said = threading.Barrier(len(asked)), []
    threads = [threading.Thread(target=yes, args=(pairing, person, barrier, said)) for pairing in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["refused", "refused", "yes"]
