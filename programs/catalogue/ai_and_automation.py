"""AI and automation: from talking about it to using it with judgement."""

from django.utils.translation import gettext_lazy as _

from programs.catalogue import template
from programs.catalogue.template import Asked, AskedQuestion, ProgramTemplate

AI_AND_AUTOMATION = ProgramTemplate(
    code="ai_and_automation",
    name=_("AI and automation"),
    icon="cpu-chip",
    description=_("Leaders try AI tools on their own work, with someone beside them who uses them every day."),
    purpose=_(
        "Everybody talks about artificial intelligence; few of those who decide about it use it on their own work. In "
        "this program mentors sit down with leaders and try it on real tasks: what helps, what fails, what must never "
        "be pasted into a tool. Leaders learn to judge offers and risks; mentors learn how an organisation weighs them."
    ),
    success_measures=_(
        "Every leader uses an AI tool in their own work at least weekly by the third meeting.\n"
        "Each pairing tests one idea on a real process and writes down the hours it saved or cost.\n"
        "Leaders can name the three risks that matter most in their area and what is done about each."
    ),
    topics=(
        _("Writing good instructions for AI assistants"),
        _("Checking what an AI tool says"),
        _("Summaries, drafts and translations"),
        _("Analysing data with AI"),
        _("Automating a process end to end"),
        _("Confidential data, copyright and fairness"),
        _("What AI changes for teams and jobs"),
    ),
    questions=(
        AskedQuestion(_("What have you built or automated that you are a little proud of?"), Asked.JUNIOR),
        AskedQuestion(
            _("Which part of your week would you most like a machine to take over, and which never?"), Asked.SENIOR
        ),
        template.NOT_SEEN,
        template.HOPES,
        template.WORRY,
    ),
    cadence_weeks=2,
    meetings_goal=10,
    rotation_months=6,
)
