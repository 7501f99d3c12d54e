"""Pages about programs and enrolment."""

from django.urls import path

from programs.views import overview

urlpatterns = [
    path("programs/", overview.program_list, name="program_list"),
    path("programs/<uuid:program_id>/", overview.program_detail, name="program_detail"),
]
