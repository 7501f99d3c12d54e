"""Doing the orientation, as tests of other things need it done."""

from typing import Any

from django.test import Client
from django.urls import reverse

from programs.models import Participant


def everybody_is_ready() -> None:
    """All have done the orientation."""
    Participant.objects.update(oriented_at="2026-01-05T09:00Z")


def do_orientation(client: Client, pairing: Any, **more: str) -> Any:
    """Tick every sentence of the last screen and send it."""
    url = reverse("pairing_orientation", args=[pairing.pk])
    form = client.get(url, {"screen": "99"}).context["form"]
    ticked = {name: "on" for name in form.fields if name.startswith("pledge_")}
    return client.post(url, {"seen": form["seen"].value(), "readers": "me", **ticked, **more})
