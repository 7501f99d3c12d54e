"""Who may: figures about programs."""

from people.access import any_of, hr_admin, operator, signed_in
from people.models import User
from programs.rules import manages_programs, person_of_trust, sees_programs, sponsor

#: Dashboards: for those who run or sponsor a program; which ones, `programs_with_figures` decides.
sees_insights = any_of(manages_programs, sponsor)

#: Funnel and response of a program: for those who run it.
sees_health = manages_programs

#: Who has met whom across all programs: HR.
sees_circle = hr_admin

#: Published results: for those who were asked, run or sponsor it; which rounds, `visible_to` decides.
reads_results = signed_in

#: What a program makes of a closed review: those who run or sponsor it; which ones, the views decide.
reads_program_reviews = any_of(manages_programs, sponsor)
writes_reviews = manages_programs
signs_reviews = sponsor

#: Whether a cycle reached what its program set out to: those who run it say so.
answers_measures = manages_programs

#: HR answers to works council and data protection for what a pack says. IT sets the server up and runs no program.
makes_packs = hr_admin


def reads_pack(user: User) -> bool:
    """Who takes part in a program, is invited to, runs, sponsors or is trusted in it; and operators. Each about the
    organisation and their own programs."""
    return sees_programs(user) or person_of_trust(user) or operator(user)
