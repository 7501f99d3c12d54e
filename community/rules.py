"""Who may: predicates for `@page` and `@action` in the community. What somebody meets there, `visible_to` decides."""

from people.access import signed_in
from programs.rules import manages_programs, sees_programs

#: The community page, thanks and words to a manager: everyone of the roster, each for what is shared with them.
takes_part = signed_in

#: What pairs of a program have published: for everyone in it, and those who run or sponsor one.
reads_wins = sees_programs

#: The step Sustain of a program: for those who run it.
runs_community = manages_programs
