"""How each kind of message looks, with invented data."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from notifications import kinds
from notifications.kinds import Kind
from notifications.rendering import Words, sample_words, this_site
from notifications.rules import sees_previews
from people.access import PersonRequest, page

#: An HTML mail carries its style in its elements; nothing else of it may do anything.
MAIL_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "sandbox": ["allow-popups"],
}


@page(sees_previews)
def preview_list(request: PersonRequest) -> HttpResponse:
    """Every kind of message, to be looked at."""
    every = sorted(kinds.all_kinds(), key=lambda kind: str(kind.label))
    return render(request, "notifications/preview_list.html", {"kinds": every})


@page(sees_previews)
def preview_detail(request: PersonRequest, code: str) -> HttpResponse:
    """Subject, text and HTML as the sender would write them, addressed to who looks."""
    kind = kind_or_404(code)
    names = {"kind": kind, "words": words_for(request, kind), "note": words_for(request, kind, for_mail=False)}
    return render(request, "notifications/preview_detail.html", names)


@page(sees_previews)
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def preview_html(request: PersonRequest, code: str) -> HttpResponse:
    """The HTML alone, for the sandboxed frame."""
    return HttpResponse(words_for(request, kind_or_404(code)).html)


def words_for(request: PersonRequest, kind: Kind, *, for_mail: bool = True) -> Words:
    return sample_words(kind, request.user, this_site(), for_mail=for_mail)


def kind_or_404(code: str) -> Kind:
    kind = kinds.find(code)
    if kind is None:
        raise Http404
    return kind
