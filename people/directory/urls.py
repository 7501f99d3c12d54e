"""Addresses of the directory."""

from django.urls import path

from people.directory import adding_views, person_views, views
from people.erasure import views as erasure_views

urlpatterns = [
    path("", views.people_list, name="people_list"),
    path("add/", adding_views.person_add, name="person_add"),
    path("<uuid:pk>/guest/", adding_views.guest_change, name="guest_change"),
    path("chart/", views.org_chart, name="org_chart"),
    path("chart/<uuid:pk>/", views.org_chart_person, name="org_chart_person"),
    path("<uuid:pk>/", views.person_detail, name="person_detail"),
    path("<uuid:pk>/edit/", person_views.person_edit, name="person_edit"),
    path("<uuid:pk>/roles/<slug:role>/", person_views.role_change, name="role_change"),
    path("<uuid:pk>/address/", person_views.address_change, name="address_change"),
    path("mail-domain/", person_views.domain_change, name="domain_change"),
    path("<uuid:pk>/second-factor/", person_views.second_factor_reset, name="second_factor_reset"),
    path("<uuid:pk>/deactivate/", person_views.person_deactivate, name="person_deactivate"),
    path("<uuid:pk>/erase/", erasure_views.person_erase, name="person_erase"),
    path("<uuid:pk>/reactivate/", person_views.person_reactivate, name="person_reactivate"),
    path("<uuid:pk>/conflicts/", person_views.conflict_add, name="conflict_add"),
    path("<uuid:pk>/conflicts/<uuid:conflict_pk>/remove/", person_views.conflict_remove, name="conflict_remove"),
]
