"""Addresses of the pages about oneself."""

from django.urls import path

from people.audit.views import access_log
from people.erasure import views as erasure_views
from people.own_data import views as own_data_views
from people.profile import views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("access-log/", access_log, name="access_log"),
    path("my-data/", own_data_views.own_data, name="own_data"),
    path("my-data/erase/", erasure_views.own_erasure, name="own_erasure"),
    path("my-data/<uuid:copy_id>/", own_data_views.data_copy_file, name="data_copy_file"),
    path("conflicts/", views.profile_conflicts, name="profile_conflicts"),
    path("conflicts/<uuid:pk>/remove/", views.profile_conflict_remove, name="profile_conflict_remove"),
]
