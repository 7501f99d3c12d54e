"""What is refused of programs and cycles, also to whoever posts without the page: a sentence, and nothing changed."""

import datetime as dt

import pytest
from django.urls import reverse

from frame.errors import Refused
from notifications.models import Delivery
from people.clock import local_today
from people.models import AuditEntry
from programs import services
from programs.models import Cycle, Participant, Program, Topic, TopicChoice
from programs.services.enrolment import Enrolment, save_enrolment, withdraw_enrolment
from programs.services.setup import add_topic, remove_topic, rename_topics, reorder
from tests import factories as make


def refused(words):
    return pytest.raises(Refused, match=words)


def set_state(thing, state):
    type(thing).objects.filter(pk=thing.pk).update(state=state)
    thing.refresh_from_db()


NOTHING = Enrolment(topics={}, answers={}, of_place={}, of_person={})
TODAY = dt.date(2027, 1, 10)
NEXT = {"name": "Next", "enrol_until": TODAY, "starts_on": TODAY, "ends_on": TODAY + dt.timedelta(days=200)}


class TestCycles:
    @pytest.mark.parametrize("state", ["draft", "archived"])
    def test_those_of_a_program_that_is_not_open_stay_where_they_are(self, cycle, state):
        set_state(cycle.program, state)
        with refused("The program is not open"):
            services.close_enrolment(cycle=cycle)
        assert Cycle.objects.get(pk=cycle.pk).state == "enrolling"

    @pytest.mark.parametrize("state", ["enrolling", "closed"])
    def test_from_the_first_and_the_last_state_there_is_no_way_back(self, cycle, state):
        set_state(cycle, state)
        with refused("cannot go back a step"):
            services.step_back(cycle=cycle)
        assert Cycle.objects.get(pk=cycle.pk).state == state

    @pytest.mark.parametrize("state", ["draft", "archived"])
    def test_no_second_one_before_a_program_is_open(self, cycle, state):
        set_state(cycle.program, state)
        with refused("Open the program first"):
            services.create_cycle(program=cycle.program, **NEXT)
        assert cycle.program.cycles.count() == 1

    @pytest.mark.parametrize("state", ["enrolling", "matching"])
    def test_nor_while_another_one_fills(self, cycle, state):
        set_state(cycle, state)
        with refused("still enrolling or matching"):
            services.create_cycle(program=cycle.program, **NEXT)

    @pytest.mark.parametrize("state", ["running", "closing", "closed"])
    def test_after_that_there_is_a_next_one(self, cycle, state):
        set_state(cycle, state)
        assert services.create_cycle(program=cycle.program, **NEXT).state == "enrolling"

    def test_a_step_that_was_taken_already_is_no_second_one_in_the_log(self, cycle):
        told = [services.close_enrolment(cycle=cycle) for _window in range(2)]
        assert told == [True, False]
        assert AuditEntry.objects.filter(act="cycle.moved").count() == 1


class TestPrograms:
    def test_an_archived_one_is_not_opened_again(self, cast, sign_in, program):
        set_state(program, "archived")
        answer = sign_in(cast.priya).post(reverse("program_open", args=[program.pk]), follow=True)
        assert "This program is archived. Copy it to run it again." in answer.text
        assert Program.objects.get(pk=program.pk).is_archived

    @pytest.mark.parametrize("state", ["matching", "running", "closing"])
    def test_none_is_put_away_while_a_cycle_goes_on(self, cycle, state):
        set_state(cycle, state)
        with refused("still going on"):
            services.archive_program(program=cycle.program)
        assert Program.objects.get(pk=cycle.program_id).is_open

    def test_a_copy_takes_neither_people_nor_dates_along(self, cast, cycle):
        make.ParticipantFactory(cycle=cycle, user=cast.noor)
        copy = services.copy_program(program=cycle.program, name="Again", by=cast.priya)
        first = copy.cycles.get()
        assert (copy.state, first.starts_on, first.participants.count()) == ("draft", None, 0)
        assert [topic.name for topic in copy.topics.all()] == ["Prompts", "Automation"]
        assert first.enrolment_token != cycle.enrolment_token

    def test_a_stranger_copies_nothing(self, cast, sign_in, program):
        for name in ("noor", "kavya", "lena", "igor"):
            answer = sign_in(cast.people[name]).post(reverse("program_copy", args=[program.pk]), {"name": "Mine"})
            assert answer.status_code in (403, 404)
        assert not Program.objects.filter(name="Mine").exists()

    def test_a_name_that_is_too_long_is_kept_and_refused_at_its_field(self, cast, sign_in, program):
        answer = sign_in(cast.omar).post(reverse("program_copy", args=[program.pk]), {"name": "a" * 121})
        assert answer.status_code == 422
        assert "use at most 120 characters. You have 121." in answer.text
        assert f'value="{"a" * 121}"' in answer.text
        assert not Program.objects.filter(created_by=cast.omar).exists()


class TestInvitations:
    def test_none_lead_to_a_form_that_is_not_there(self, cast, cycle):
        set_state(cycle.program, "draft")
        with refused("Open the program first: an invitation leads"):
            services.invite_people(cycle=cycle, side="junior", user_ids=[cast.noor.pk], by=cast.priya)
        assert not cycle.participants.exists()

    def test_nor_with_a_day_that_has_passed(self, cast, cycle):
        yesterday = local_today() - dt.timedelta(days=1)
        with refused("The last day to answer has passed"):
            services.invite_people(
                cycle=cycle, side="junior", user_ids=[cast.noor.pk], by=cast.priya, answer_until=yesterday
            )
        assert not Delivery.objects.exists()

    @pytest.mark.parametrize("state", ["closing", "closed"])
    def test_nobody_comes_into_a_cycle_that_ends(self, cast, cycle, state):
        set_state(cycle, state)
        with refused("This cycle is ending"):
            services.invite_people(cycle=cycle, side="junior", user_ids=[cast.noor.pk], by=cast.priya)
        with refused("This cycle is ending"):
            services.open_enrolment(cycle=cycle)
        assert not cycle.participants.exists()

    @pytest.mark.parametrize("side", ["", "both", "Mentor"])
    def test_without_a_side_nobody_is_invited(self, cast, cycle, side):
        with refused("as mentors or as leaders"):
            services.invite_people(cycle=cycle, side=side, user_ids=[cast.noor.pk], by=cast.priya)
        assert not cycle.participants.exists()

    def test_who_left_and_who_does_not_exist_get_none(self, cast, cycle):
        gone = make.UserFactory(is_active=False)
        ids = [gone.pk, cycle.pk, cast.noor.pk]
        assert services.invite_people(cycle=cycle, side="junior", user_ids=ids, by=cast.priya) == 1
        assert [place.user for place in cycle.participants.all()] == [cast.noor]

    def test_who_said_no_hears_again_only_when_that_is_asked_for(self, cast, cycle):
        make.ParticipantFactory(cycle=cycle, user=cast.noor, state="withdrawn")
        asked = {"cycle": cycle, "side": "senior", "user_ids": [cast.noor.pk], "by": cast.priya}
        assert services.invite_people(**asked) == 0
        assert cycle.participants.get().state == "withdrawn"
        assert services.invite_people(**asked, again=True) == 1
        assert (cycle.participants.get().state, cycle.participants.get().side) == ("invited", "senior")

    def test_who_has_a_place_keeps_it_when_invited_again(self, cast, cycle):
        make.ParticipantFactory(cycle=cycle, user=cast.noor, state="approved", side="junior")
        services.invite_people(cycle=cycle, side="senior", user_ids=[cast.noor.pk], by=cast.priya, again=True)
        assert (cycle.participants.get().state, cycle.participants.get().side) == ("approved", "junior")


class TestTopics:
    def names(self, program):
        return list(program.topics.order_by("position").values_list("name", flat=True))

    def test_two_of_one_name_are_refused_however_they_are_written(self, program):
        prompts, automation = program.topics.order_by("position")
        with refused("Two topics have the same name"):
            rename_topics(program=program, names={prompts: "Posts", automation: "POSTS"})
        assert self.names(program) == ["Prompts", "Automation"]

    def test_two_may_change_their_names_with_each_other(self, program):
        prompts, automation = program.topics.order_by("position")
        rename_topics(program=program, names={prompts: "Automation", automation: "Prompts"})
        assert self.names(program) == ["Automation", "Prompts"]

    def test_what_was_chosen_is_not_removed(self, cycle):
        topic = cycle.program.topics.first()
        for _person in range(2):
            TopicChoice.objects.create(participant=make.ParticipantFactory(cycle=cycle), topic=topic, rating=3)
        with refused("2 people have chosen “Prompts”"):
            remove_topic(topic=topic)
        assert Topic.objects.filter(pk=topic.pk).exists()

    def test_a_second_one_of_a_name_is_not_added(self, program):
        add_topic(program=program, name="Prompts")
        assert self.names(program) == ["Prompts", "Automation"]

    @pytest.mark.parametrize(("which", "step"), [(0, -1), (1, 1)])
    def test_beyond_the_ends_nothing_moves(self, program, which, step):
        topics = list(program.topics.order_by("position"))
        reorder(items=topics, moved=topics[which], step=step)
        assert self.names(program) == ["Prompts", "Automation"]

    @pytest.mark.parametrize("verb", ["add", "rename", "remove"])
    def test_those_of_an_archived_program_stay(self, program, verb):
        set_state(program, "archived")
        topic = program.topics.select_related("program").first()
        verbs = {
            "add": lambda: add_topic(program=program, name="New"),
            "rename": lambda: rename_topics(program=program, names={topic: "New"}),
            "remove": lambda: remove_topic(topic=topic),
        }
        with refused("archived"):
            verbs[verb]()
        assert self.names(program) == ["Prompts", "Automation"]


class TestEnrolment:
    def test_closed_means_closed_also_for_who_posts_to_it(self, cast, cycle):
        services.close_enrolment(cycle=cycle)
        with refused("Enrolment is closed, so nothing was saved"):
            save_enrolment(cycle=cycle, user=cast.noor, side="junior", enrolment=NOTHING)
        assert not Participant.objects.filter(user=cast.noor).exists()

    @pytest.mark.parametrize("side", ["", "both"])
    def test_one_takes_part_on_one_side(self, cast, cycle, side):
        with refused("as a mentor or as a leader"):
            save_enrolment(cycle=cycle, user=cast.noor, side=side, enrolment=NOTHING)
        assert not Participant.objects.filter(user=cast.noor).exists()

    def test_whoever_is_in_a_pairing_ends_that_on_its_page(self, cast):
        with refused("Ask to end it on its page"):
            withdraw_enrolment(participant=cast.pairing.junior)
        assert Participant.objects.get(pk=cast.pairing.junior_id).state == "active"

    def test_nobody_wishes_for_themselves(self, cast, sign_in, cycle):
        url = reverse("enrol", args=[cycle.enrolment_token])
        topic = cycle.program.topics.first()
        form = {"side": "junior", f"topic_{topic.pk}": "4", "wish_1": "noor@example.com", "wish_2": "Helen Brandt"}
        answer = sign_in(cast.noor).post(url, form)
        assert answer.status_code == 422
        assert answer.context["form"].errors["wish_1"] == ["This is you. Name somebody else, or leave it empty."]
        assert answer.context["form"]["wish_2"].value() == "Helen Brandt"
        assert not Participant.objects.filter(user=cast.noor).exists()
