"""The frame's own addresses, and the people's."""

from django.urls import include, path

from people import brand
from people.audit import views as audit_views
from people.organization import organization_edit
from people.own_words import own_words_edit
from people.profile import views
from people.retention import views as retention_views
from people.sign_in import demo, kept_forms

urlpatterns = [
    path("theme/", views.theme_choose, name="theme_choose"),
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("kept-form/", kept_forms.kept_form, name="kept_form"),
    path("account/email/", views.account_email, name="account_email"),
    path("account/2fa/webauthn/keys/<int:pk>/remove/", views.passkey_remove, name="mfa_remove_webauthn"),
    path("account/2fa/webauthn/remove-all/", views.passkeys_remove_all, name="passkeys_remove_all"),
    path("audit/", audit_views.audit_log, name="audit_log"),
    path("audit/export/", audit_views.audit_export, name="audit_export"),
    path("people/waiting/", include("people.approvals.urls")),
    path("people/", include("people.directory.urls")),
    path("profile/", include("people.profile.urls")),
    path("brand/<slug:digest>.png", brand.logo, name="logo"),
    path("settings/", organization_edit, name="organization_edit"),
    path("settings/words/", own_words_edit, name="own_words_edit"),
    path("settings/retention/", retention_views.retention_list, name="retention_list"),
    path("settings/retention/<slug:code>/", retention_views.retention_change, name="retention_change"),
    path("settings/holds/", retention_views.hold_list, name="hold_list"),
    path("settings/holds/<uuid:hold_id>/lift/", retention_views.hold_lift, name="hold_lift"),
    path("what-happens-to-my-words/", views.my_words, name="my_words"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo_sign_in"),
]
