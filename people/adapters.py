"""How allauth behaves here: only people of the roster sign in, and its messages look like all others."""

import logging
from typing import Any
from urllib.parse import urlencode

import css_inline
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import sealing
from people.errors import Refused
from people.models import Organization
from people.themes import inside

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: the roster or an invitation makes the account."""
        return False

    def get_from_email(self) -> str:
        """The organisation's sender, as in every other message."""
        return Organization.objects.current().email_sender or settings.DEFAULT_FROM_EMAIL

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link that sets a password; it leads on to the page that asked to sign in, such as an invitation's."""
        url = str(super().get_reset_password_from_key_url(key))
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


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed at rest, and the last one stays with who must have one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy("Your role needs a second step. Set up another one first.")
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return sealing.open_sealed(encrypted_text)
        except sealing.InvalidToken:
            logger.exception("A second factor cannot be opened: the key that sealed it is not in the settings.")
            raise Refused(_("Your second step cannot be checked now. Tell whoever runs this site.")) from None

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        from people.second_factor import may_remove  # adapters are loaded before the models that it needs

        return may_remove(authenticator)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a passkey is bound to: the host, under the site's own name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def inline_styles(message: EmailMultiAlternatives) -> None:
    """Write the styles into the elements, for mail programs that know no style sheets. Fetches nothing."""
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    pages = [str(page) for page, _mimetype in message.alternatives]
    message.alternatives.clear()
    for page in pages:
        message.attach_alternative(inliner.inline(page), "text/html")
