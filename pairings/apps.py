"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "pairing.paused": _("paused a pairing"),
    "pairing.resumed": _("resumed a pairing"),
    "pairing.request_cleared": _("cleared up a request to end a pairing"),
    "pairings.let_go_on": _("lifted the program's pauses of a cycle"),
    "pairing.ended": _("ended a pairing"),
    "pairing.completed": _("completed a pairing"),
}


class PairingsConfig(AppConfig):
    name = "pairings"
    verbose_name = "Pairings"

    def ready(self) -> None:
        from frame import navigation
        from notifications import kinds, scopes
        from pairings import port_to_programs, sections
        from pairings.models import Pairing
        from pairings.reminders import KINDS
        from pairings.rules import has_pairing, is_turned_to
        from pairings.sections import SECTIONS
        from people import upper_floors as people_upper_floors
        from people.audit import lines
        from programs import upper_floors

        people_upper_floors.pairings.provide(port_to_programs)
        upper_floors.pairings.provide(port_to_programs)
        upper_floors.followers.register(port_to_programs.cycle_moved)
        sections.for_the_two.register(*SECTIONS)
        lines.acts.register(*WORDS.items())
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
