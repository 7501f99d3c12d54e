"""Pages of the reviews."""

from django.urls import path

from sessions.reviews import round_views, views

urlpatterns = [
    path("reviews/", views.review_list, name="review_list"),
    path("reviews/<uuid:ballot_id>/", views.review_answer, name="review_answer"),
    path("programs/<uuid:program_id>/reviews/", round_views.program_reviews, name="program_reviews"),
    path("programs/<uuid:program_id>/reviews/open/", round_views.round_open, name="round_open"),
    path("review-rounds/<uuid:round_id>/close/", round_views.round_close, name="round_close"),
]
