"""Pages of the reviews."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from sessions.reviews import round_views, views, wish_views


class WishAct(StringConverter):
    """What the program team does about several wishes for a change."""

    regex = "talked|talk|end|partner"


register_converter(WishAct, "wish_act")

urlpatterns = [
    path("reviews/", views.review_list, name="review_list"),
    path("reviews/<uuid:ballot_id>/", views.review_answer, name="review_answer"),
    path("programs/<uuid:program_id>/reviews/", round_views.program_reviews, name="program_reviews"),
    path("programs/<uuid:program_id>/reviews/changes/", wish_views.change_wish_list, name="change_wish_list"),
    path(
        "programs/<uuid:program_id>/reviews/changes/<wish_act:act>/",
        wish_views.change_wish_act,
        name="change_wish_act",
    ),
    path("programs/<uuid:program_id>/reviews/open/", round_views.round_open, name="round_open"),
    path("review-rounds/<uuid:round_id>/close/", round_views.round_close, name="round_close"),
]
