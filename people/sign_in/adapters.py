"""How allauth behaves here: only people of the roster sign in, and its messages look like all others."""

import logging
from typing import Any, ClassVar
from urllib.parse import urlencode

import css_inline
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Refused
from frame.mail import AUTOMATIC, Message
from people import sealed_secrets
from people.clock import local_today
from people.models import Organization, User
from people.models.organization import site_url
from people.sign_in.clean_sweep import is_due, passkeys_of
from people.sign_in.known_browsers import mark_of, remember
from people.sign_in.session_lifetime import begin, keep_the_hour

#: Wrong passwords in a browser that is known.
OWN_TRIES = {"known_browser": "10/5m/key"}

logger = logging.getLogger(__name__)


class SignInBackend(AuthenticationBackend):
    """Knows who may be signed in; asked at each request too, not only when the worker has closed an account."""

    def user_can_authenticate(self, user: User | None) -> bool:
        """Nobody who has left, and no guest after the last day for which somebody vouches."""
        if user is None or not super().user_can_authenticate(user):
            return False
        return user.guest_until is None or local_today() <= user.guest_until


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many wrong passwords. Wait five minutes, or get a link to set a new password: that works at once."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: the roster or an invitation makes the account."""
        return False

    def get_from_email(self) -> str:
        """The organisation's sender, as in every other message."""
        return Organization.objects.current().sender

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link that proves an address; it leads to the site's own address, whatever host was asked for."""
        return site_url() + reverse("account_confirm_email", args=[emailconfirmation.key])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The wrong passwords of strangers count together, wherever they come from; those of a browser in which the
        account was opened before have a count of their own, so that nobody locks its owner out."""
        email = str(credentials.get("email", "")).lower()
        mark = mark_of(request, email)
        if mark:
            self.count_own_try(request, f"{mark}:{email}")
        else:
            super().pre_authenticate(request, **credentials)

    def count_own_try(self, request: HttpRequest, key: str) -> None:
        """Taken back by allauth when the password was right."""
        usage = ratelimit.consume(request, app="people", action="known_browser", config=OWN_TRIES, key=key)
        self._login_failed_rl_usage = usage
        if not usage:
            raise self.validation_error("too_many_login_attempts")

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        begin(request)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if is_due(request, user):
            onward = response.headers.get("Location", "/")
            response = redirect(f"{reverse('passkeys_remove_all')}?{urlencode({'next': onward})}")
        keep_the_hour(request)
        remember(response, user.email)
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Not for people who have left since the link was sent."""
        return email_address.user.is_active and bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """At once and never kept, from a request or from a worker."""
        self.render_mail(template_prefix, email, {"email": email, **context}).send()

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To its owner, whenever the password, a factor or the recovery codes of an account became others: whoever sits
        at somebody's open browser does that unseen otherwise. A mail server that fails stops nothing."""
        names = [passkey.wrap().name for passkey in passkeys_of(user)]
        more = {"user": user, "passkeys": names, "sweep_url": site_url() + reverse("passkeys_remove_all")}
        message = self.render_mail(template_prefix, user.email, {**(context or {}), **more})
        transaction.on_commit(message.send, robust=True)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """A message about signing in, text and HTML; these are sent at once and never kept."""
        names = {"organization": Organization.objects.current().name, "recipient": context.get("user")}
        headers = {**AUTOMATIC, **(headers or {})}
        return as_ours(super().render_mail(template_prefix, email, {**context, **names}, headers))


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed at rest, and the last one stays with who must have one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy("Your role needs a second step. Set up another one first.")
    }

    def encrypt(self, text: str) -> str:
        return sealed_secrets.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return sealed_secrets.open_sealed(encrypted_text)
        except sealed_secrets.InvalidToken:
            logger.exception("A second factor cannot be opened: the key that sealed it is not in the settings.")
            raise Refused(_("Your second step cannot be checked now. Tell whoever runs this site.")) from None

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        from people.sign_in.second_factor import may_remove  # adapters are loaded before the models that it needs

        return may_remove(authenticator)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey is bound to: the host, under the site's own name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def as_ours(message: EmailMessage) -> Message:
    """A message of allauth's by our policy, with the styles written into the elements for mail programs that know no
    style sheets. Fetches nothing."""
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    ours = Message(message.subject, message.body, message.from_email, message.to, headers=message.extra_headers)
    ours.content_subtype = message.content_subtype
    for page, mimetype in getattr(message, "alternatives", []):
        ours.attach_alternative(inliner.inline(str(page)), str(mimetype))
    return ours
