"""Home, results and dashboards."""

from django.urls import path

from insights import views

urlpatterns = [
    path("", views.home, name="home"),
    path("review-rounds/<uuid:round_id>/results/", views.round_results, name="round_results"),
    path("insights/", views.insights, name="insights"),
    path("insights/programs/<uuid:program_id>/", views.program_dashboard, name="program_dashboard"),
    path("programs/<uuid:program_id>/health/", views.program_health, name="program_health"),
]
