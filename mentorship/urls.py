"""All URLs of the site; each app brings its own."""

from django.urls import include, path

from mentorship.health import healthz, readyz
from mentorship.metrics import metrics
from mentorship.security_txt import security_txt
from mentorship.status import status

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("metrics", metrics, name="metrics"),
    path("status/", status, name="status"),
    path("people/import/", include("roster.urls")),
    path("", include("people.urls")),
    path("", include("notifications.urls")),
    path("", include("programs.urls")),
    path("", include("proposals.urls")),
    path("", include("pairings.urls")),
    path("", include("sessions.urls")),
    path("", include("sessions.reviews.urls")),
    path("", include("community.urls")),
    path("", include("insights.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/", include("allauth.account.urls")),
]

handler400 = "frame.error_pages.bad_request"
handler403 = "frame.error_pages.forbidden"
handler404 = "frame.error_pages.not_found"
handler500 = "mentorship.requests.server_error"
