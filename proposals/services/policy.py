"""Changing a program's matching rules: what they mean for pairings that are open already is looked at once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from programs.services import save_setup_page
from proposals import living_check
from proposals.models import MatchPolicy


@transaction.atomic
def change_rules(*, policy: MatchPolicy, values: Mapping[str, Any], seen: str) -> None:
    """Save the rules; raises Conflict when somebody else changed them. Open pairings that break one become a matter
    for the program team, those that fit again are settled."""
    save_setup_page(program=policy.program, code="matching", thing=policy, values=values, seen=seen)
    living_check.rules_changed(MatchPolicy.objects.get(pk=policy.pk))
