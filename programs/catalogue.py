"""Program templates: the starting points offered when a program is created."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import Question

Text = str | Promise
Asked = Question.Asked


@dataclass(frozen=True)
class AskedQuestion:
    """A question as a template brings it, or as the set-up offers it."""

    text: Text
    asked: str = Asked.BOTH
    is_required: bool = False
    is_for_partner: bool = True

    def as_question(self) -> Question:
        """An unsaved question without a program."""
        return Question(
            text=str(self.text),
            asked=self.asked,
            is_required=self.is_required,
            is_for_partner=self.is_for_partner,
        )


@dataclass(frozen=True)
class ProgramTemplate:
    """A starting point: everything in it can be changed afterwards."""

    code: str
    name: Text
    icon: str
    description: Text
    purpose: Text = ""
    success_measures: Text = ""
    topics: tuple[Text, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()
    cadence_weeks: int = 3
    meeting_minutes: int = 60
    meetings_goal: int = 8


BLANK = ProgramTemplate(
    code="blank",
    name=_("Blank"),
    icon="document",
    description=_("Start from nothing but sensible numbers, and write purpose, topics and questions yourself."),
)
CAN_SHARE = AskedQuestion(_("What do you know or do well that someone more senior could learn from you?"), Asked.JUNIOR)
WANTS_TO_LEARN = AskedQuestion(_("What would you like to understand better than you do today?"), Asked.SENIOR)
NOT_SEEN = AskedQuestion(
    _("What do you see in your daily work that people at the top rarely get to see?"), Asked.JUNIOR
)
OWN_TIME = AskedQuestion(_("When did you last change your mind because of someone far more junior?"), Asked.SENIOR)
HOPES = AskedQuestion(_("What would make you say, at the end, that this was worth your time?"))
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
        CAN_SHARE,
        WANTS_TO_LEARN,
        AskedQuestion(
            _("Which tool or habit could you show in ten minutes that would save others time?"), Asked.JUNIOR
        ),
        AskedQuestion(
            _("Which digital task do you hand to somebody else although you would rather do it yourself?"), Asked.SENIOR
        ),
        HOPES,
    ),
)
CUSTOMERS_AND_SOCIAL_MEDIA = ProgramTemplate(
    code="customers_and_social_media",
    name=_("Customers and social media"),
    icon="megaphone",
    description=_("Leaders see the organisation through the eyes of young customers and the feeds they read."),
    purpose=_(
        "Younger customers meet us first in a feed, a review or a video, long before they meet a salesperson. Mentors "
        "show leaders where these conversations happen, what is said about us there and how people decide. Leaders "
        "find a voice of their own in public; mentors learn how the whole business hangs together."
    ),
    success_measures=_(
        "Every leader has followed one customer's way from first sight to purchase, and changed one thing on it.\n"
        "Leaders who want a public voice post regularly and in their own words.\n"
        "At least three proposals from pairings reach the people who decide about products or campaigns."
    ),
    topics=(
        _("How young customers choose"),
        _("Short video and creators"),
        _("A leader's own voice on professional networks"),
        _("Communities, reviews and word of mouth"),
        _("Answering criticism in public"),
        _("What to measure, and what not to trust"),
        _("Buying online, from first sight to delivery"),
    ),
    questions=(
        CAN_SHARE,
        AskedQuestion(
            _("Which brand would you recommend to a friend this week, and how did you come across it?"), Asked.JUNIOR
        ),
        AskedQuestion(_("What about our customers under thirty puzzles you?"), Asked.SENIOR),
        AskedQuestion(_("Where are you present online, and where do you hesitate?"), Asked.SENIOR),
        HOPES,
    ),
)
WAY_OF_WORKING = AskedQuestion(_("How do you like to work with someone: prepared or spontaneous, brief or at length?"))
LISTENING = AskedQuestion(_("What helps you to speak openly with someone you do not know well?"))
WORRY = AskedQuestion(_("Is there anything that worries you about taking part?"), is_for_partner=False)
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
        NOT_SEEN,
        HOPES,
        WORRY,
    ),
    cadence_weeks=2,
    meetings_goal=10,
)
NEEDS = AskedQuestion(_("Is there anything we should arrange so that meetings work for you?"), is_for_partner=False)
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
        NOT_SEEN,
        OWN_TIME,
        LISTENING,
        HOPES,
        WORRY,
        NEEDS,
    ),
    cadence_weeks=4,
    meeting_minutes=75,
)
TEMPLATES = {
    template.code: template
    for template in (DIGITAL_FLUENCY, AI_AND_AUTOMATION, CUSTOMERS_AND_SOCIAL_MEDIA, INCLUSION_AND_CULTURE, BLANK)
}
OFFERED = (CAN_SHARE, WANTS_TO_LEARN, NOT_SEEN, OWN_TIME, HOPES, WAY_OF_WORKING, LISTENING, WORRY, NEEDS)
