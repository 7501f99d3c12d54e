"""All URLs of the site; each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/", include("allauth.account.urls")),
]
