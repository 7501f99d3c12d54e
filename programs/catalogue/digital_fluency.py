"""Digital fluency: leaders learn the tools their people live with."""

from django.utils.translation import gettext_lazy as _

from programs.catalogue import template
from programs.catalogue.template import Asked, AskedQuestion, ProgramTemplate

DIGITAL_FLUENCY = ProgramTemplate(
    code="digital_fluency",
    name=_("Digital fluency"),
    icon="device-phone-mobile",
    description=_("Leaders get comfortable with the tools and habits that shape how people work today."),
    purpose=_(
        "Our leaders decide about digital tools that they hardly use themselves. Colleagues who grew up with them show "
        "how they work, so that decisions rest on practice rather than on slides. Leaders become fluent enough to ask "
        "the right questions; mentors see how decisions are made and are heard where they are made."
    ),
    success_measures=_(
        "Leaders say that they use at least two new tools or habits every week.\n"
        "In at least half of the pairings both sides report more confidence at the end than at the start.\n"
        "Each pairing has changed one thing in how a team works, and can say what it brought."
    ),
    topics=(
        _("Collaborating in shared documents"),
        _("Chat and channels instead of e-mail"),
        _("Automating small daily tasks"),
        _("Reading data and dashboards"),
        _("Working well in remote and hybrid teams"),
        _("Privacy and safety online"),
        _("Learning on your own with videos and communities"),
    ),
    questions=(
        template.CAN_SHARE,
        template.WANTS_TO_LEARN,
        AskedQuestion(
            _("Which tool or habit could you show in ten minutes that would save others time?"), Asked.JUNIOR
        ),
        AskedQuestion(
            _("Which digital task do you hand to somebody else although you would rather do it yourself?"), Asked.SENIOR
        ),
        template.HOPES,
    ),
)
