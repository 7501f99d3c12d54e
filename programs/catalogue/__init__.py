"""Program templates: the starting points offered when a program is created."""

from django.utils.translation import gettext_lazy as _

from programs.catalogue.ai_and_automation import AI_AND_AUTOMATION
from programs.catalogue.customers_and_social_media import CUSTOMERS_AND_SOCIAL_MEDIA
from programs.catalogue.digital_fluency import DIGITAL_FLUENCY
from programs.catalogue.inclusion_and_culture import INCLUSION_AND_CULTURE
from programs.catalogue.template import OFFERED, AskedQuestion, ProgramTemplate

BLANK = ProgramTemplate(
    code="blank",
    name=_("Blank"),
    icon="document",
    description=_("Start from nothing but sensible numbers, and write purpose, topics and questions yourself."),
)

TEMPLATES = {
    template.code: template
    for template in (DIGITAL_FLUENCY, AI_AND_AUTOMATION, CUSTOMERS_AND_SOCIAL_MEDIA, INCLUSION_AND_CULTURE, BLANK)
}

__all__ = ["BLANK", "OFFERED", "TEMPLATES", "AskedQuestion", "ProgramTemplate"]
