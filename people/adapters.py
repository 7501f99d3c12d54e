"""How allauth behaves here: only people of the roster sign in, and its messages look like all others."""

from typing import Any
from urllib.parse import quote, urlencode

import css_inline
from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse

from people.models import Organization
from people.models.organization import site_url
from people.themes import inside


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: the roster or an invitation makes the account."""
        return False

    def get_from_email(self) -> str:
        """The organisation's sender, as in every other message."""
        return Organization.objects.current().sender

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link that proves an address; it leads to the site's own address, whatever host was asked for."""
        return site_url() + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link that sets a password; it leads on to the page that asked to sign in, such as an invitation's."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        url = site_url() + path.replace("UID-KEY", quote(key))
        then = inside(self.request, self.request.POST.get("then", ""), default="")
        return f"{url}?{urlencode({'next': then})}" if then else url

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
