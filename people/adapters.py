"""How allauth behaves here: only people of the roster sign in, and its messages look like all others."""

from typing import Any, ClassVar

import css_inline
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from people.devices import mark_of, remember
from people.keeping_signed_in import begin
from people.models import Organization

#: Wrong passwords in a browser that is known.
OWN_TRIES = {"known_browser": "10/5m/key"}


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
        return Organization.objects.current().email_sender or settings.DEFAULT_FROM_EMAIL

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
        response = super().post_login(request, user, **kwargs)
        remember(response, user.email)
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Not for people who have left since the link was sent."""
        return email_address.user.is_active and super().confirm_email(request, email_address)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """At once and never kept, from a request or from a worker."""
        self.render_mail(template_prefix, email, {"email": email, **context}).send()

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """A message about signing in, text and HTML; these are sent at once and never kept."""
        names = {"organization": Organization.objects.current().name, "recipient": context.get("user")}
        message = super().render_mail(template_prefix, email, {**context, **names}, headers)
        if isinstance(message, EmailMultiAlternatives):
            inline_styles(message)
        return message


def inline_styles(message: EmailMultiAlternatives) -> None:
    """Write the styles into the elements, for mail programs that know no style sheets. Fetches nothing."""
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    pages = [str(page) for page, _mimetype in message.alternatives]
    message.alternatives.clear()
    for page in pages:
        message.attach_alternative(inliner.inline(page), "text/html")
