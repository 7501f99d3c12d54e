"""Certificates: one's own, all of a cycle for its team, and where anybody may ask whether one is genuine."""

import uuid

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from frame.error_pages import error_page
from frame.request_limits import at_most
from pairings import certificates
from pairings.models import Certificate
from pairings.querysets import CertificateQuerySet
from pairings.rules import matches, takes_part
from pairings.views.closing import url_of
from people.access import HARMLESS, PersonRequest, action, anyone, page
from people.models import Organization
from programs.models import Cycle
from programs.selection import cycle_or_refuse, managed_program


@page(takes_part)
@never_cache
def certificate_detail(request: PersonRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """A certificate, to read, print and fetch."""
    certificate = _visible(request, certificate_id)
    context = {
        **certificates.facts_of(certificate),
        "certificate": certificate,
        "organization": Organization.objects.current().name,
        "state": certificates.made_of([certificate.pk])["state"],
    }
    return render(request, "pairings/certificate_detail.html", context)


def _visible(request: PersonRequest, certificate_id: uuid.UUID) -> Certificate:
    return get_object_or_404(Certificate.objects.visible_to(request.user).for_paper(), pk=certificate_id)


@action(takes_part, post=HARMLESS)
@at_most("20/h")
def certificate_make(request: PersonRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """Have the PDF made."""
    certificates.ask_for([_visible(request, certificate_id).pk], is_zip=False)
    return redirect("certificate_detail", certificate_id)


@page(takes_part)
@never_cache
def certificate_pdf(request: PersonRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """The PDF, once the worker has made it; before that the way back."""
    made = certificates.made_of([_visible(request, certificate_id).pk])
    if made["state"] != certificates.READY:
        return redirect("certificate_detail", certificate_id)
    return _file(made["content"], "certificate.pdf", "application/pdf")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def of_cycle(request: PersonRequest, cycle: Cycle) -> CertificateQuerySet:
    """Those of a cycle that its team may fetch, without their own and those of people near."""
    return Certificate.objects.visible_to(request.user).filter(participant__cycle=cycle).exclude(
        participant__user=request.user
    )  # fmt: skip


@action(matches, post=HARMLESS)
@at_most("20/h")
def certificates_make(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Have all certificates of a cycle made as one file."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    ids = list(of_cycle(request, cycle).values_list("pk", flat=True))
    if ids:
        certificates.ask_for(ids, is_zip=True)
    return redirect(url_of(program, cycle))


@page(matches)
@never_cache
def certificates_zip(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The file with all certificates of a cycle, once the worker has made it."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    made = certificates.made_of(list(of_cycle(request, cycle).values_list("pk", flat=True)))
    if made["state"] != certificates.READY:
        return redirect(url_of(program, cycle))
    return _file(made["content"], "certificates.zip", "application/zip")


@page(anyone)
@never_cache
def certificate_verify(request: HttpRequest, certificate_code: str) -> HttpResponse:
    """That a certificate is genuine: whose, of which program, and nothing more. Asked too often it does not answer."""
    limits = {"certificate_verify": "30/m/ip"}
    if not ratelimit.consume(request, app="pairings", action="certificate_verify", config=limits, limit_get=True):
        return error_page(request, 429)
    certificate = get_object_or_404(Certificate.objects.for_paper(), code=certificate_code)
    context = {"certificate": certificate, "organization": Organization.objects.current().name}
    return render(request, "pairings/certificate_verify.html", context)
