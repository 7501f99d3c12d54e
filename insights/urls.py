"""Home, results and dashboards."""

from django.urls import path

from insights import outcome, views
from insights.pack import views as pack_views
from insights.program_review import views as review_views

urlpatterns = [
    path("", views.home, name="home"),
    path("review-rounds/<uuid:round_id>/results/", views.round_results, name="round_results"),
    path("review-rounds/<uuid:round_id>/review/", review_views.program_review, name="program_review"),
    path("review-rounds/<uuid:round_id>/review/paper/", review_views.program_review_paper, name="program_review_paper"),
    path(
        "review-rounds/<uuid:round_id>/review/paper/make/",
        review_views.program_review_paper_make,
        name="program_review_paper_make",
    ),
    path("review-rounds/<uuid:round_id>/review/write/", review_views.program_review_write, name="program_review_write"),
    path("review-rounds/<uuid:round_id>/review/steps/", review_views.review_step_add, name="review_step_add"),
    path(
        "review-rounds/<uuid:round_id>/review/publish/",
        review_views.program_review_publish,
        name="program_review_publish",
    ),
    path("review-rounds/<uuid:round_id>/review/sign/", review_views.program_review_sign, name="program_review_sign"),
    path("review-rounds/steps/<uuid:step_id>/", review_views.review_step_edit, name="review_step_edit"),
    path("programs/<uuid:program_id>/review-history/", review_views.program_review_list, name="program_review_list"),
    path("programs/<uuid:program_id>/outcome/", outcome.program_outcome, name="program_outcome"),
    path("insights/", views.insights, name="insights"),
    path("insights/compare/", views.program_comparison, name="program_comparison"),
    path("insights/circle/", views.circle, name="circle"),
    path("insights/programs/<uuid:program_id>/", views.program_dashboard, name="program_dashboard"),
    path("programs/<uuid:program_id>/health/", views.program_health, name="program_health"),
    path("pack/", pack_views.pack, name="pack"),
    path("pack/make/", pack_views.pack_make, name="pack_make"),
    path("pack/kept/", pack_views.pack_list, name="pack_list"),
    path("pack/kept/<uuid:pack_id>/", pack_views.pack_kept, name="pack_kept"),
    path("pack/kept/<uuid:pack_id>/since/<uuid:earlier_id>/", pack_views.pack_changes, name="pack_changes"),
    path("pack/kept/<uuid:pack_id>/paper/", pack_views.pack_paper, name="pack_paper"),
    path("pack/kept/<uuid:pack_id>/paper/make/", pack_views.pack_paper_make, name="pack_paper_make"),
]
