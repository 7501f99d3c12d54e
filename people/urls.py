"""The frame's own addresses, and the people's."""

from django.urls import path

from people import demo, error_views, themes

urlpatterns = [
    path("theme/", themes.theme_choose, name="theme_choose"),
    path("offline/", error_views.offline, name="offline"),
    path("service-worker.js", error_views.service_worker, name="service_worker"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo_sign_in"),
]
