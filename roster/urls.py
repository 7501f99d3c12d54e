"""Addresses of the roster import."""

from django.urls import path

from roster import views

urlpatterns = [
    path("", views.roster_upload, name="roster_upload"),
    path("template.csv", views.roster_template, name="roster_template"),
    path("<uuid:pk>/", views.roster_import, name="roster_import"),
    path("<uuid:pk>/columns/", views.roster_columns, name="roster_columns"),
    path("<uuid:pk>/details/", views.roster_details, name="roster_details"),
    path("<uuid:pk>/apply/", views.roster_apply, name="roster_apply"),
    path("<uuid:pk>/restart/", views.roster_restart, name="roster_restart"),
    path("<uuid:pk>/undo/", views.roster_undo, name="roster_undo"),
    path("<uuid:pk>/discard/", views.roster_discard, name="roster_discard"),
    path("<uuid:pk>/problems.csv", views.roster_problems, name="roster_problems"),
]
