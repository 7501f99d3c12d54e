"""The lists of sections: one line each for whoever adds something to the community page or to the step Sustain."""

from community.new_sections import milestones_section, thanks_section, wins_section
from community.questions_section import question_section, questions_ahead_section
from community.sections import Build, BuildForTeam

#: The community page, for everybody.
ON_COMMUNITY_PAGE: tuple[Build, ...] = (
    thanks_section,
    milestones_section,
    wins_section,
    question_section,
)

#: The step Sustain of a program, for those who run it.
ON_SUSTAIN: tuple[BuildForTeam, ...] = (questions_ahead_section,)
