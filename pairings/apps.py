"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingsConfig(AppConfig):
    name = "pairings"
    verbose_name = "Pairings"

    def ready(self) -> None:
        from frame import navigation
        from notifications import kinds, scopes
        from pairings import port_to_programs, sections
        from pairings.audit_words import WORDS
        from pairings.models import Pairing
        from pairings.own_sections import SECTIONS
        from pairings.reminders import KINDS
        from pairings.rules import has_pairing, is_turned_to
        from people import upper_floors as people_upper_floors
        from people.audit import words
        from programs import cycle_changes, upper_floors

        people_upper_floors.pairings.provide(port_to_programs)
        upper_floors.pairings.provide(port_to_programs)
        cycle_changes.followers.register(port_to_programs.cycle_moved)
        sections.for_the_two.register(*SECTIONS)
        words.acts.register(*WORDS.items())
        kinds.declared.register(*KINDS)
        scopes.private_subjects.register(Pairing.objects.parties_near)
        navigation.entries.register(
            navigation.Entry(
                _("My pairing"), "user-group", "pairing_list", has_pairing, 20, under=("/pairing/", "/meetings/")
            )
        )
        navigation.entries.register(
            navigation.Entry(_("In confidence"), "chat-bubble-left-right", "word_list", is_turned_to, 25)
        )
