"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingsConfig(AppConfig):
    name = "pairings"
    verbose_name = "Pairings"

    def ready(self) -> None:
        from notifications import kinds, scopes
        from pairings import own_sections, program_steps, recheck, upkeep
        from pairings.acts_recorded import WORDS
        from pairings.models import Pairing
        from pairings.reminders import KINDS
        from pairings.rules import has_pairing, is_turned_to
        from people import audit_sight, audit_words, navigation
        from people import closeness as people_closeness
        from people.roster import changed
        from programs import closeness, cycle_changes, departures, obstacles, openness

        own_sections.register()
        audit_words.register(WORDS)
        audit_sight.hide("pairings.pairing", upkeep.pairings_near)
        audit_sight.hide(audit_sight.PEOPLE, upkeep.partners_near)
        program_steps.register()
        changed.register(recheck.people_changed)
        kinds.register(*KINDS)
        scopes.register_private(Pairing.objects.parties_near)
        closeness.register(upkeep.share_a_pairing)
        people_closeness.register(upkeep.parties_with)
        departures.register(upkeep.end_of_place)
        obstacles.register(upkeep.obstacle)
        openness.register(upkeep.may_find_each_other)
        cycle_changes.register(upkeep.cycle_moved)
        navigation.register(
            navigation.Entry(
                _("My pairing"), "user-group", "pairing_list", has_pairing, 20, under=("/pairing/", "/meetings/")
            )
        )
        navigation.register(
            navigation.Entry(_("In confidence"), "chat-bubble-left-right", "word_list", is_turned_to, 25)
        )
