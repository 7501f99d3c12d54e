"""What people and their entries can be: below the models, so that rules and querysets may name it too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    HR_ADMIN = "hr_admin", _("HR admin")
    OPERATOR = "operator", _("operator")


class LevelSource(models.TextChoices):
    IMPORTED = "imported", _("from the roster")
    DERIVED = "derived", _("from the reporting line")
    TITLE = "title", _("set for the job title")
    PERSON = "person", _("set for this person")
