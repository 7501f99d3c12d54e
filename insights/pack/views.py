"""What is in force, the packs that were made, and what differs between two of them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from frame.lists import page_of
from frame.request_limits import at_most
from insights.models import Pack
from insights.pack import paper
from insights.pack.changes import changes_between
from insights.pack.in_force import content_now, make_pack
from insights.pack.shown import named_in, readable, shown
from insights.rules import makes_packs, reads_pack
from people.access import HARMLESS, PersonRequest, action, page

PER_PAGE = 50


@page(reads_pack)
@never_cache
def pack(request: PersonRequest) -> HttpResponse:
    """What is in force now, for those whom it concerns, and whether it is what the last pack says."""
    whole = content_now()
    last = Pack.objects.select_related("made_by").first()
    now = readable(whole, request.user)
    before = readable(last.said, request.user) if last else None
    named = named_in(now, *([before] if before else []))
    context = {
        "parts": shown(now, named),
        "fingerprint": whole.fingerprint,
        "version": whole.version,
        "now": timezone.now(),
        "last": last,
        "is_same": last is not None and last.fingerprint == whole.fingerprint,
        "changes": changes_between(before, now, named) if before else [],
        "makes": makes_packs(request.user),
    }
    return render(request, "insights/pack.html", context)


@action(makes_packs)
@at_most("20/h")
def pack_make(request: PersonRequest) -> HttpResponse:
    """Keep what is in force now as a pack."""
    made = make_pack(by=request.user)
    messages.success(request, _("The pack is made and kept. Print it, or make a PDF of it, and hand it out."))
    return redirect("pack_kept", made.pk)


@page(reads_pack)
@never_cache
def pack_list(request: PersonRequest) -> HttpResponse:
    """All packs that were made, the latest first, each with the way to what it changed."""
    packs = Pack.objects.defer("content").select_related("made_by")
    rows = page_of(request.GET, packs, PER_PAGE)
    earlier = [*list(rows)[1:], packs.filter(made_at__lt=list(rows)[-1].made_at).first() if rows else None]
    return render(request, "insights/pack_list.html", {"page": rows, "rows": list(zip(rows, earlier, strict=False))})


@page(reads_pack)
@never_cache
def pack_kept(request: PersonRequest, pack_id: uuid.UUID) -> HttpResponse:
    """A pack as it was made: what was in force then."""
    kept = get_object_or_404(Pack.objects.select_related("made_by"), pk=pack_id)
    content = readable(kept.said, request.user)
    context = {
        "pack": kept,
        "version": content.version,
        "parts": shown(content, named_in(content)),
        "earlier": Pack.objects.filter(made_at__lt=kept.made_at).defer("content").first(),
        "paper_state": paper.paper_of(kept, content)["state"],
    }
    return render(request, "insights/pack_kept.html", context)


@page(reads_pack)
@never_cache
def pack_changes(request: PersonRequest, pack_id: uuid.UUID, earlier_id: uuid.UUID) -> HttpResponse:
    """What differs between two packs, in plain words."""
    packs = Pack.objects.in_bulk([pack_id, earlier_id])
    if not {pack_id, earlier_id} <= packs.keys():
        raise Http404
    later, earlier = packs[pack_id], packs[earlier_id]
    after, before = (readable(pack.said, request.user) for pack in (later, earlier))
    context = {
        "later": later,
        "earlier": earlier,
        "is_same": later.fingerprint == earlier.fingerprint,
        "changes": changes_between(before, after, named_in(before, after)),
    }
    return render(request, "insights/pack_changes.html", context)


@action(reads_pack, post=HARMLESS)
@at_most("10/h")
def pack_paper_make(request: PersonRequest, pack_id: uuid.UUID) -> HttpResponse:
    """Have a PDF made of what one may read of a pack."""
    kept = get_object_or_404(Pack, pk=pack_id)
    paper.ask_for_paper(pack=kept, content=readable(kept.said, request.user))
    return redirect("pack_kept", kept.pk)


@page(reads_pack)
@never_cache
def pack_paper(request: PersonRequest, pack_id: uuid.UUID) -> HttpResponse:
    """The PDF, once the worker has made it; before that the way back to the pack."""
    kept = get_object_or_404(Pack, pk=pack_id)
    made = paper.paper_of(kept, readable(kept.said, request.user))
    if made["state"] != paper.READY:
        return redirect("pack_kept", kept.pk)
    name = f"turnabout-pack-{kept.made_at:%Y-%m-%d}-{kept.fingerprint[:8]}.pdf"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made["pdf"], content_type="application/pdf", headers=disposition)
