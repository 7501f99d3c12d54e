"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingsConfig(AppConfig):
    name = "pairings"
    verbose_name = "Pairings"

    def ready(self) -> None:
        from frame import navigation
        from notifications import kinds, scopes
        from pairings import own_sections, port_to_programs
        from pairings.audit_words import WORDS
        from pairings.models import Pairing
        from pairings.reminders import KINDS
        from pairings.rules import has_pairing, is_turned_to
        from people import closeness as people_closeness
        from people.audit import readers, words
        from programs import closeness, cycle_changes, departures, obstacles, upper_floors

        own_sections.register()
        words.register(WORDS)
        readers.hide_pairs("pairings.pairing", port_to_programs.pairs_near)
        kinds.register(*KINDS)
        scopes.register_private(Pairing.objects.parties_near)
        upper_floors.pairings.provide(port_to_programs)
        closeness.register(port_to_programs.near_pairs)
        people_closeness.register(port_to_programs.parties_with)
        departures.register(port_to_programs.end_of_place)
        obstacles.register(port_to_programs.obstacle)
        cycle_changes.register(port_to_programs.cycle_moved)
        navigation.entries.register(
            navigation.Entry(
                _("My pairing"), "user-group", "pairing_list", has_pairing, 20, under=("/pairing/", "/meetings/")
            )
        )
        navigation.entries.register(
            navigation.Entry(_("In confidence"), "chat-bubble-left-right", "word_list", is_turned_to, 25)
        )
