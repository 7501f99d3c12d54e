"""Names of cookies that a browser takes from this very host over TLS alone: what a neighbour under the same domain, or
somebody on the network, sets under such a name is thrown away."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest

WHOLE_SITE = "/"


def guarded(name: str, path: str = WHOLE_SITE) -> str:
    """The name with the prefix that browsers hold to; as it is where cookies go without TLS, as in the demo.

    `__Host-` is for cookies of the whole site only.
    """
    if not settings.SESSION_COOKIE_SECURE:
        return name
    return f"__Host-{name}" if path == WHOLE_SITE else f"__Secure-{name}"


class MessageCookie(CookieStorage):
    """Django's, under a guarded name."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.cookie_name = guarded("messages")


class MessageStorage(FallbackStorage):
    """See MESSAGE_STORAGE: in a cookie, what is too long for one in the session."""

    storage_classes = (MessageCookie, SessionStorage)
