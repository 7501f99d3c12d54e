"""Addresses of the pages about oneself."""

from django.urls import path

from people.audit.views import access_log
from people.profile import views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("access-log/", access_log, name="access_log"),
    path("conflicts/", views.profile_conflicts, name="profile_conflicts"),
    path("conflicts/<uuid:pk>/remove/", views.profile_conflict_remove, name="profile_conflict_remove"),
]
