"""Pages about programs and enrolment."""

from django.urls import include, path

from programs.views import (
    cycles,
    decisions,
    enrol,
    invite,
    lifecycle,
    message_texts,
    notes,
    on_behalf,
    orientation,
    overview,
    people,
    questions,
    setup,
    setup_team,
    terms,
)

SETUP = [
    path("", setup.program_setup, name="program_setup"),
    path("purpose/", setup.setup_purpose, name="setup_purpose"),
    path("people/", setup_team.setup_people, name="setup_people"),
    path("people/sponsor/", setup_team.sponsor_set, name="sponsor_set"),
    path("people/trust/", setup_team.person_of_trust_set, name="person_of_trust_set"),
    path("people/add/", setup_team.coordinator_add, name="coordinator_add"),
    path("people/remove/", setup_team.coordinator_remove, name="coordinator_remove"),
    path("dates/", setup.setup_dates, name="setup_dates"),
    path("meetings/", setup.setup_meetings, name="setup_meetings"),
    path("topics/", questions.setup_topics, name="setup_topics"),
    path("questions/", questions.setup_questions, name="setup_questions"),
    path("questions/new/", questions.question_create, name="question_create"),
    path("questions/offered/", questions.questions_offered_add, name="questions_offered_add"),
    path("questions/done/", questions.questions_done, name="questions_done"),
    path("questions/<uuid:question_id>/", questions.question_edit, name="question_edit"),
    path("questions/<uuid:question_id>/move/", questions.question_move, name="question_move"),
    path("terms/", terms.setup_terms, name="setup_terms"),
    path("orientation/", orientation.setup_orientation, name="setup_orientation"),
    path("reviews/", setup.setup_reviews, name="setup_reviews"),
    path("messages/", message_texts.setup_messages, name="setup_messages"),
    path("messages/<slug:code>/", message_texts.message_text, name="message_text"),
    path("messages/<slug:code>/reset/", message_texts.message_text_reset, name="message_text_reset"),
    path("check/", lifecycle.setup_check, name="setup_check"),
]

PEOPLE = [
    path("", people.participant_list, name="participant_list"),
    path("topics/", people.participant_topics, name="participant_topics"),
    path("invite/", invite.invite, name="invite"),
    path("invite/check/", invite.invite_check, name="invite_check"),
    path("decide/<slug:decision>/", decisions.participants_decide, name="participants_decide"),
    path("write/", notes.participants_write, name="participants_write"),
    path("write/send/", notes.note_send, name="note_send"),
    path("<uuid:participant_id>/", people.participant_detail, name="participant_detail"),
    path("<uuid:participant_id>/answer/", on_behalf.participant_enter, name="participant_enter"),
    path("<uuid:participant_id>/answer/discard/", on_behalf.participant_clear, name="participant_clear"),
    path("<uuid:participant_id>/withdraw/", decisions.participant_withdraw, name="participant_withdraw"),
    path("<uuid:participant_id>/replace/", decisions.participant_replace, name="participant_replace"),
]

ENROL = [
    path("", enrol.enrol, name="enrol"),
    path("status/", enrol.enrolment_status, name="enrolment_status"),
    path("decline/", enrol.enrolment_decline, name="enrolment_decline"),
    path("withdraw/", enrol.enrolment_withdraw, name="enrolment_withdraw"),
]

urlpatterns = [
    path("programs/", overview.program_list, name="program_list"),
    path("programs/new/", lifecycle.program_create, name="program_create"),
    path("programs/todos/<uuid:todo_id>/done/", overview.todo_done, name="todo_done"),
    path("programs/<uuid:program_id>/", overview.program_detail, name="program_detail"),
    path("programs/<uuid:program_id>/copy/", lifecycle.program_copy, name="program_copy"),
    path("programs/<uuid:program_id>/open/", lifecycle.program_open, name="program_open"),
    path("programs/<uuid:program_id>/archive/", lifecycle.program_archive, name="program_archive"),
    path("programs/<uuid:program_id>/cycles/new/", cycles.cycle_create, name="cycle_create"),
    path("programs/<uuid:program_id>/cycles/<uuid:cycle_id>/<slug:move>/", cycles.cycle_move, name="cycle_move"),
    path("programs/<uuid:program_id>/setup/", include(SETUP)),
    path("programs/<uuid:program_id>/people/", include(PEOPLE)),
    path("enrol/<str:token>/", include(ENROL)),
]
