"""Home, results and dashboards."""

from django.urls import path

from insights.views import dashboards, health, results

urlpatterns = [
    path("", dashboards.home, name="home"),
    path("review-rounds/<uuid:round_id>/results/", results.round_results, name="round_results"),
    path("insights/", dashboards.insights, name="insights"),
    path("insights/programs/<uuid:program_id>/", dashboards.program_dashboard, name="program_dashboard"),
    path("programs/<uuid:program_id>/health/", health.program_health, name="program_health"),
]
