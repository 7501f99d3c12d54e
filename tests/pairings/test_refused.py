"""What is refused of a pairing: a sentence for who asked, nothing changed, and nothing told to anybody else."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Conflict, Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import Agreement, ConfidentialWord, Consent, EndRequest, Hold, Objective, Pairing, WordLine
from pairings.services.agreement import TEXTS, Aim, save_agreement, sign_agreement
from programs.models import Coordinator
from tests.batches import pass_batch
from tests.orientation import everybody_is_ready

DAY = dt.timedelta(days=1)


def refused(words):
    return pytest.raises(Refused, match=words)


def stored(pairing) -> Pairing:
    return Pairing.objects.with_people().get(pk=pairing.pk)


def set_state(pairing, state) -> Pairing:
    Pairing.objects.filter(pk=pairing.pk).update(state=state)
    return stored(pairing)


class TestPauses:
    @pytest.mark.parametrize("days", [1, 30])
    def test_one_that_would_be_over_before_it_begins(self, clock, cast, days):
        services.pause_pairing(pairing=cast.pairing, by=cast.priya, until=timezone.localdate() + 7 * DAY)
        before = list(Hold.objects.values_list("begins_at", "ends_at"))
        with refused("over before it begins"):
            services.pause_pairing(pairing=cast.pairing, by=cast.priya, until=timezone.localdate() - days * DAY)
        assert list(Hold.objects.values_list("begins_at", "ends_at")) == before

    def test_many_at_once_are_paused_together_or_not_at_all(self, clock, cast):
        until = timezone.localdate() - DAY
        with refused("over before it begins"):
            services.pause_pairings(pairings=[cast.pairing, cast.other_pairing], by=cast.priya, until=until)
        assert not Hold.objects.exists()

    @pytest.mark.parametrize("state", ["proposed", "preparing", "ended", "completed", "declined"])
    def test_what_is_not_open_is_not_paused(self, cast, state):
        pairing = set_state(cast.pairing, state)
        for person in (cast.kavya, cast.priya):
            with refused("Only a pairing that is open can be paused"):
                services.pause_pairing(pairing=pairing, by=person)
        assert not Hold.objects.exists()

    @pytest.mark.parametrize("state", ["preparing", "ended", "completed"])
    def test_what_is_not_paused_does_not_go_on(self, cast, state):
        with refused("Only a paused pairing can go on"):
            services.resume_pairing(pairing=set_state(cast.pairing, state), by=cast.kavya)

    def test_going_on_with_what_goes_on_is_harmless_and_leaves_no_trace(self, cast):
        services.resume_pairing(pairing=cast.pairing, by=cast.kavya)
        assert stored(cast.pairing).junior_goes_on_at is None
        assert not Delivery.objects.exists()

    def test_once_both_were_told_nothing_is_taken_back(self, clock, cast):
        services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
        pass_batch(clock)
        with refused("both of you have been told"):
            services.take_back(pairing=cast.pairing, by=cast.kavya)
        assert stored(cast.pairing).is_paused

    def test_the_other_one_takes_back_nothing_and_does_not_learn_that_there_is_something(self, clock, cast):
        said = []
        for has_paused in (False, True):
            if has_paused:
                services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
            with refused("nothing to take back") as error:
                services.take_back(pairing=cast.pairing, by=cast.jack)
            said.append(str(error.value))
        assert said[0] == said[1]
        assert Hold.objects.get().side == "junior"


class TestRequests:
    def test_where_nobody_has_asked_there_is_nothing_to_clear(self, cast):
        with refused("no request to deal with"):
            services.clear_request(pairing=cast.pairing, by=cast.priya)

    @pytest.mark.parametrize("state", ["ended", "completed"])
    def test_nor_once_it_is_over(self, clock, cast, state):
        services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="leave", reason="He shouts")
        pairing = set_state(cast.pairing, state)
        with refused("no request to deal with"):
            services.clear_request(pairing=pairing, by=cast.priya)
        assert EndRequest.objects.get().reason == "He shouts"

    @pytest.mark.parametrize("state", ["ended", "completed", "expired"])
    def test_what_is_over_is_not_left(self, cast, state):
        with refused("nothing left to end"):
            services.leave_pairing(pairing=set_state(cast.pairing, state), by=cast.kavya, wish="leave")
        assert not EndRequest.objects.exists()

    @pytest.mark.parametrize("state", ["proposed", "preparing", "ended", "declined"])
    def test_only_what_is_open_is_completed(self, cast, state):
        with refused("Only an open pairing can be completed"):
            services.complete_pairing(pairing=set_state(cast.pairing, state), by=cast.priya)
        assert stored(cast.pairing).state == state


class TestAnswers:
    def consents(self, pairing):
        return list(Consent.objects.filter(pairing=pairing).values_list("side", "decision"))

    @pytest.mark.parametrize("answer", ["", "maybe", "ACCEPTED"])
    def test_neither_yes_nor_no(self, cast, sign_in, asked, answer):
        page = sign_in(cast.kavya).post(reverse("pairing_answer", args=[asked.pk]), {"decision": answer})
        assert page.status_code == 422
        assert "Choose yes or no. Nothing was changed." in page.text
        assert self.consents(asked) == []

    def test_the_leader_does_not_answer_before_being_asked(self, cast, asked):
        for verb in (services.accept_pairing, services.decline_pairing):
            with refused("nothing to answer any more"):
                verb(pairing=asked, by=cast.helen)
        assert self.consents(asked) == []

    @pytest.mark.parametrize("who", ["priya", "sam", "omar", "noor"])
    def test_nobody_answers_for_one_of_the_two(self, cast, asked, who):
        with refused("nothing to answer any more"):
            services.accept_pairing(pairing=asked, by=cast.people[who])
        assert self.consents(asked) == []

    def test_a_yes_after_a_no_says_whom_to_write_to(self, cast, asked):
        services.decline_pairing(pairing=asked, by=cast.kavya, reason="reason-canary")
        with refused("You have said no to this pairing") as error:
            services.accept_pairing(pairing=stored(asked), by=cast.kavya)
        assert "canary" not in str(error.value)
        assert self.consents(asked) == [("junior", "declined")]

    def test_a_partner_without_a_place_is_not_named_as_the_reason(self, cast, asked):
        cast.other_pairing.senior.capacity = 1
        cast.other_pairing.senior.save()
        with refused("The program is changing this pairing") as error:
            services.accept_pairing(pairing=asked, by=cast.kavya)
        assert "Helen" not in str(error.value)
        assert self.consents(asked) == []


class TestAgreements:
    @pytest.fixture
    def agreement(self, cast, preparing) -> Agreement:
        Objective.objects.create(pairing=preparing, title="Post once a week")
        return Agreement.objects.get(pairing=preparing)

    def save(self, agreement, by, version=None, **texts):
        words = {name: getattr(agreement, name) for name in TEXTS} | texts
        aims = [Aim("Post once a week")]
        version = agreement.version if version is None else version
        return save_agreement(agreement=agreement, version=version, texts=words, topics=[], aims=aims, by=by)

    @pytest.mark.parametrize("who", ["priya", "omar", "jack", "sam"])
    def test_nobody_else_writes_or_signs_it(self, cast, agreement, who):
        with refused("Only the two of a pairing"):
            self.save(agreement, cast.people[who], expectations="Theirs")
        with refused("Only the two of a pairing"):
            sign_agreement(agreement=agreement, by=cast.people[who], version=agreement.version)
        agreement.refresh_from_db()
        assert (agreement.expectations, agreement.signatures.count()) == ("", 0)

    def test_an_older_version_is_neither_saved_over_nor_signed(self, cast, agreement):
        newer = self.save(agreement, cast.kavya, expectations="Hers")
        with pytest.raises(Conflict):
            self.save(agreement, cast.helen, version=agreement.version, expectations="His")
        with pytest.raises(Conflict):
            sign_agreement(agreement=agreement, by=cast.helen, version=agreement.version)
        agreement.refresh_from_db()
        assert (agreement.expectations, agreement.version) == ("Hers", newer.version)

    def test_without_an_objective_there_is_nothing_to_sign(self, cast, agreement):
        Objective.objects.all().delete()
        with refused("at least one objective"):
            sign_agreement(agreement=agreement, by=cast.kavya, version=agreement.version)
        assert not agreement.signatures.exists()

    def test_once_both_have_signed_it_stays(self, cast, agreement):
        everybody_is_ready()
        opened = [
            sign_agreement(agreement=agreement, by=person, version=agreement.version)
            for person in (cast.kavya, cast.kavya, cast.helen)
        ]
        assert opened == [False, False, True]
        with refused("can be changed until both have signed"):
            self.save(agreement, cast.kavya, expectations="Only for me")
        assert Agreement.objects.get(pk=agreement.pk).expectations == ""

    def test_of_what_ended_meanwhile_nothing_is_signed(self, cast, agreement):
        set_state(agreement.pairing, "ended")
        with refused("nothing to sign any more"):
            sign_agreement(agreement=agreement, by=cast.kavya, version=agreement.version)


class TestWords:
    def test_where_nobody_may_read_it_it_is_not_kept(self, cast):
        Coordinator.objects.all().delete()
        with refused("Nobody there may read it any more"):
            services.send_word(pairing=cast.pairing, by=cast.kavya, to="team", text="He shouts")
        assert not ConfidentialWord.objects.exists()

    def test_what_was_taken_back_is_not_answered(self, cast):
        word = services.send_word(pairing=cast.pairing, by=cast.kavya, to="team", text="He shouts")
        services.take_back_word(word=word, by=cast.kavya)
        with refused("This was taken back"):
            services.add_line(word=word, by=cast.priya, text="Let us talk")
        assert not WordLine.objects.exists()

    def test_nobody_takes_back_what_another_one_wrote(self, cast):
        word = services.send_word(pairing=cast.pairing, by=cast.kavya, to="team", text="He shouts")
        for person in (cast.jack, cast.priya, cast.omar):
            assert services.take_back_word(word=word, by=person) is False
        assert WordLine.objects.get().text == "He shouts"

    def test_the_same_words_a_minute_later_are_a_second_thought(self, clock, cast):
        for _time in range(2):
            services.send_word(pairing=cast.pairing, by=cast.kavya, to="team", text="He shouts")
            clock.shift(dt.timedelta(minutes=2))
        assert ConfidentialWord.objects.count() == 2

    def test_the_same_words_to_somebody_else_are_another_word(self, clock, cast):
        cast.program.person_of_trust = cast.noor
        cast.program.save()
        for to in ("team", "trusted"):
            services.send_word(pairing=stored(cast.pairing), by=cast.kavya, to=to, text="He shouts")
        assert set(ConfidentialWord.objects.values_list("to", flat=True)) == {"team", "trusted"}

    def test_the_same_words_of_both_are_two(self, clock, cast):
        for person in (cast.kavya, cast.jack):
            services.send_word(pairing=cast.pairing, by=person, to="team", text="Help")
        assert set(ConfidentialWord.objects.values_list("side", flat=True)) == {"junior", "senior"}


@pytest.mark.parametrize("value", ["", "101", "-1", "half", "12.5"])
def test_progress_that_is_no_share(cast, sign_in, value):
    objective = Objective.objects.create(pairing=cast.pairing, title="Post", position=0)
    url = reverse("objective_update", args=[objective.pk])
    answer = sign_in(cast.kavya).post(url, {"progress": value}, follow=True)
    assert "Progress is a whole number from 0 to 100. Nothing was changed." in answer.text
    assert not objective.steps.exists()


def test_nobody_of_another_pair_finds_the_objective(cast, sign_in):
    objective = Objective.objects.create(pairing=cast.pairing, title="title-canary", position=0)
    for name in ("maria", "helen"):
        answer = sign_in(cast.people[name]).post(reverse("objective_update", args=[objective.pk]), {"progress": "50"})
        assert answer.status_code == 404
        assert "canary" not in answer.text
