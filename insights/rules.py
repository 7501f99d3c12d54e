"""Who may: figures about programs."""

from people.access import any_of, signed_in
from programs.rules import manages_programs, sponsor

#: Dashboards: for those who run or sponsor a program; which ones, `programs_with_figures` decides.
sees_insights = any_of(manages_programs, sponsor)

#: Funnel and response of a program: for those who run it.
sees_health = manages_programs

#: Published results: for those who were asked, run or sponsor it; which rounds, `visible_to` decides.
reads_results = signed_in
