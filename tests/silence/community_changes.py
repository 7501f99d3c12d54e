"""What is heard of what people share: thanks, milestones, and a word to a mentor's line manager."""

from community import services as community
from community.models import ManagerWord, ReflectionAnswer, ReflectionQuestion, Thanks
from people.models import User
from tests.silence.table import change, each


@change("pairing.active", "give_thanks", told="jack: thanks_received")
def somebody_is_thanked(stage):
    community.give_thanks(
        program=stage.cast.program, by=stage.cast.kavya, to=stage.cast.jack, reason="listened", text="You listened",
        audience="them",
    )  # fmt: skip


@change("pairing.active", "take_back_thanks")
def thanks_are_taken_back(stage):
    """Whoever gave them takes the message back with them."""
    somebody_is_thanked(stage)
    community.take_back_thanks(thanks=Thanks.objects.get(), by=stage.cast.kavya)


@change("pairing.active", "write_to_manager", told="kavya: manager_word_to_read")
def a_word_to_the_manager_is_written(stage):
    return community.write_to_manager(pairing=stage.pair(), by=stage.cast.jack, text="She has taught me to ask.")


@change("pairing.active", "decide_about_word", told="noor: manager_word")
def the_mentor_lets_it_go(stage):
    """Its author hears nothing."""
    User.objects.filter(pk=stage.cast.kavya.pk).update(manager=stage.cast.noor)
    word = a_word_to_the_manager_is_written(stage)
    stage.forget()
    word = ManagerWord.objects.for_page().get(pk=word.pk)
    community.decide_about_word(word=word, by=stage.cast.kavya, release=True)


@change("pairing.active", "drop_word")
def a_word_to_the_manager_is_kept_and_taken_back(stage):
    word = a_word_to_the_manager_is_written(stage)
    stage.forget()
    community.decide_about_word(word=ManagerWord.objects.for_page().get(pk=word.pk), by=stage.cast.kavya, release=False)
    community.drop_word(word=word, by=stage.cast.jack)


@change("pairing.active", "note_milestones")
def a_pair_has_met(stage):
    """Both find it in the app; no mail comes."""
    stage.meet()
    community.note_milestones()


@change(
    "pairing.active",
    "ask_questions",
    told=each(("kavya", "jack", "maria", "helen", "ana", "leo", "ben", "max"), "question_asked"),
)
def a_question_is_asked(stage):
    stage.pair()
    community.ask_questions()


@change("pairing.active", "answer_question", told="jack: answer_shared")
def an_answer_is_shared_with_the_partner(stage):
    pairing = stage.pair()
    community.ask_questions()
    stage.forget()
    return community.answer_question(
        question=ReflectionQuestion.objects.get(), by=stage.cast.kavya, audience="pair", text="More", pairing=pairing
    )


@change("pairing.active", "take_back_answer")
def an_answer_is_taken_back(stage):
    """The message goes with it."""
    answer = an_answer_is_shared_with_the_partner(stage)
    stage.forget()
    community.take_back_answer(answer=ReflectionAnswer.objects.get(pk=answer.pk), by=stage.cast.kavya)
