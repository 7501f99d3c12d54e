"""Addresses of acts that need two."""

from django.urls import path, register_converter

from people.approvals import pages, views


class AnswerConverter:
    """The two answers of an owner."""

    regex = f"{pages.AGREE}|{pages.REFUSE}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AnswerConverter, "owner_answer")

urlpatterns = [
    path("", views.held_act_list, name="held_act_list"),
    path("<uuid:act_pk>/", views.held_act, name="held_act"),
    path("<uuid:act_pk>/approve/", views.held_act_approve, name="held_act_approve"),
    path("<uuid:act_pk>/refuse/", views.held_act_refuse, name="held_act_refuse"),
    path("<uuid:act_pk>/withdraw/", views.held_act_withdraw, name="held_act_withdraw"),
    path("<uuid:act_pk>/refuse-as-owner/", views.own_act_refuse, name="own_act_refuse"),
    path("<owner_answer:answer>/<str:token>/", views.owner_link, name="owner_link"),
]
