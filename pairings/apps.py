"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "pairings.downloaded": _("downloaded the list of pairings"),
    "pairing.paused": _("paused a pairing"),
    "pairing.resumed": _("resumed a pairing"),
    "pairing.request_cleared": _("cleared up a request to end a pairing"),
    "pairings.let_go_on": _("lifted the program's pauses of a cycle"),
    "pairing.ended": _("ended a pairing"),
    "pairing.completed": _("completed a pairing"),
    "closing.ruled": _("set the rule by which a cycle closes"),
    "closing.chosen": _("chose by hand what pairs come to when their cycle closes"),
    "closing.planned": _("had a cycle closed with the next batch"),
    "rotation.opened": _("opened a change of partners"),
    "rotation.ruled": _("set what becomes of pairs without anybody new"),
    "rotation.called_off": _("called off a change of partners"),
    "rotation.moved": _("moved the day of a change of partners"),
    "rotation.without": _("let a change of partners take place without new pairs"),
    "closing.taken_back": _("took back that a cycle is closed"),
}


class PairingsConfig(AppConfig):
    name = "pairings"
    verbose_name = "Pairings"

    def ready(self) -> None:
        _keep_and_forget()
        _serve_other_apps()
        _send_messages()
        _show_the_way()


def _keep_and_forget() -> None:
    """What is kept about people, how long, and what becomes of it when they are erased."""
    from pairings import erasure, personal_data, retention
    from people.audit import lines
    from people.erasure import obstacles, stored_names
    from people.personal_data import PERSONAL_RECORDS
    from people.retention.time_limits import RETENTION_RULES

    obstacles.hooks.register(erasure.open_pairing)
    stored_names.places.register(erasure.take_out_of_agreements)
    PERSONAL_RECORDS.register(*personal_data.RECORDS)
    RETENTION_RULES.register(*retention.RULES)
    lines.acts.register(*WORDS.items())


def _serve_other_apps() -> None:
    from pairings import port_to_programs, sections
    from people import upper_floors as people_upper_floors
    from programs import upper_floors

    people_upper_floors.pairings.provide(port_to_programs)
    upper_floors.pairings.provide(port_to_programs)
    upper_floors.followers.register(port_to_programs.cycle_moved)
    sections.for_the_two.register(*sections.SECTIONS)


def _send_messages() -> None:
    from notifications import kinds, scopes
    from pairings import change_messages, closing_messages, reminders, rotation_messages
    from pairings.impact_messages import IMPACT_TO_CONFIRM
    from pairings.querysets import private_pairings

    for messages in (reminders, change_messages, closing_messages, rotation_messages):
        kinds.declared.register(*messages.KINDS)
    kinds.declared.register(IMPACT_TO_CONFIRM)
    scopes.private_subjects.register(private_pairings)


def _show_the_way() -> None:
    from frame import navigation
    from pairings.rules import has_pairing, is_turned_to

    navigation.entries.register(
        navigation.Entry(
            _("My pairing"), "user-group", "pairing_list", has_pairing, 20, under=("/pairing/", "/meetings/")
        ),
        navigation.Entry(_("In confidence"), "chat-bubble-left-right", "word_list", is_turned_to, 25),
    )
