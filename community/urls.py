"""Pages of the community."""

from django.urls import path

from community.views import manager_words, overview, questions, showing, sustain, thanks

urlpatterns = [
    path("community/", overview.community, name="community"),
    path("community/thanks/", thanks.thanks_list, name="thanks_list"),
    path("community/thanks/give/<uuid:program_id>/", thanks.thanks_choose, name="thanks_choose"),
    path("community/thanks/give/<uuid:program_id>/<uuid:user_id>/", thanks.thanks_give, name="thanks_give"),
    path("community/thanks/<uuid:thanks_id>/take-back/", thanks.thanks_take_back, name="thanks_take_back"),
    path("community/milestones/<uuid:milestone_id>/show/", showing.milestone_show, name="milestone_show"),
    path("community/wins/<uuid:win_id>/show/", showing.win_show, name="win_show"),
    path("community/to-manager/write/<uuid:pairing_id>/", manager_words.manager_word_write, name="manager_word_write"),
    path("community/to-manager/<uuid:manager_word_id>/", manager_words.manager_word_detail, name="manager_word_detail"),
    path(
        "community/to-manager/<uuid:manager_word_id>/decide/",
        manager_words.manager_word_decide,
        name="manager_word_decide",
    ),
    path(
        "community/to-manager/<uuid:manager_word_id>/take-back/",
        manager_words.manager_word_drop,
        name="manager_word_drop",
    ),
    path("community/questions/", questions.reflection_list, name="reflection_list"),
    path("community/questions/<uuid:reflection_id>/", questions.reflection_detail, name="reflection_detail"),
    path("community/answers/<uuid:answer_id>/take-back/", questions.answer_take_back, name="answer_take_back"),
    path("programs/<uuid:program_id>/questions-ahead/", questions.questions_ahead, name="questions_ahead"),
    path(
        "programs/<uuid:program_id>/questions-ahead/<int:year>/<int:month>/",
        questions.question_choose,
        name="question_choose",
    ),
    path("programs/<uuid:program_id>/wins/", showing.program_wins, name="program_wins"),
    path("programs/<uuid:program_id>/sustain/", sustain.program_sustain, name="program_sustain"),
]
