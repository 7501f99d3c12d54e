"""The server's command line as the second person."""

import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from frame.errors import Refused
from people.approvals import act_kinds, second_person, services
from people.models import HeldAct


class Command(BaseCommand):
    help = "Lists what waits for a second person; with an id, approves it where no HR admin can."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", nargs="?", type=uuid.UUID, help="of the request, as its page and the list show it")
        parser.add_argument("--refuse", action="store_true", help="refuse it instead")
        parser.add_argument("--anyway", action="store_true", help="approve although an HR admin could in the browser")

    def handle(self, *args: Any, **options: Any) -> None:
        waiting_acts = HeldAct.objects.undecided().for_page().order_by("asked_at")
        if options["id"] is None:
            self.show(list(waiting_acts))
            return
        act = HeldAct.objects.open().for_page().filter(pk=options["id"]).first()
        if act is None:
            raise CommandError("Nothing with this id waits. Run the command without an id for the list.")
        try:
            if options["refuse"]:
                services.refuse_on_server(act=act)
            else:
                services.approve_on_server(act=act, although_others_can=options["anyway"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        act.refresh_from_db()
        how = f" ({act.outcome})" if act.outcome else ""
        self.stdout.write(f"{act_kinds.in_words(act)}: {act.get_state_display()}{how}.")

    def show(self, waiting_acts: list[HeldAct]) -> None:
        """Each request with who asked, and who could approve it in the browser."""
        if not waiting_acts:
            self.stdout.write("Nothing waits for a second person.")
        for act in waiting_acts:
            able = ", ".join(user.name for user in second_person.eligible(act)) or "nobody: approve it here"
            self.stdout.write(f"{act.pk}  {act_kinds.in_words(act)}. Asked for by {act.asked_by}; can approve: {able}.")
