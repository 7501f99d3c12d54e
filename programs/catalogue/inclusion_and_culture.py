"""Inclusion and culture: hearing what usually stays unsaid."""

from django.utils.translation import gettext_lazy as _

from programs.catalogue import template
from programs.catalogue.template import ProgramTemplate

INCLUSION_AND_CULTURE = ProgramTemplate(
    code="inclusion_and_culture",
    name=_("Inclusion and culture"),
    icon="globe-europe-africa",
    description=_("Leaders hear how the organisation feels to people whose path differs from their own."),
    purpose=_(
        "People leave organisations in which they are not heard, and leaders are the last to be told. This program "
        "brings together leaders and colleagues whose background, age or path differs from theirs, in conversations "
        "that stay between the two. Leaders learn to notice what they did not see; mentors gain access and standing."
    ),
    success_measures=_(
        "Mentors feel safe to speak: nine out of ten say so in the reviews.\n"
        "Every leader names one habit, rule or meeting that they changed because of what they heard.\n"
        "More mentors than before can imagine growing into a leading role here."
    ),
    topics=(
        _("What new colleagues need in their first year"),
        _("Career paths and being seen"),
        _("Working across generations"),
        _("Working across countries and languages"),
        _("Speaking up, and being heard"),
        _("Family, care and flexible work"),
        _("Accessibility in daily work"),
    ),
    questions=(
        template.NOT_SEEN,
        template.OWN_TIME,
        template.LISTENING,
        template.HOPES,
        template.WORRY,
        template.NEEDS,
    ),
    cadence_weeks=4,
    meeting_minutes=75,
)
