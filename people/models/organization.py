"""The one organisation of an installation, its departments and its levels."""

from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import DatabaseError, models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frame.isolation import isolated
from frame.senders import as_sender
from frame.vocabulary import PRODUCT, Vocabulary, is_own_word
from people.models.base import OneLineField, UUIDModel

#: What is asked for row by row or text by text is kept in the cache, and forgotten when HR changes it.
HOME_ZONE, VOCABULARY = "organization-time-zone", "organization-vocabulary"
KEPT_S = 60
LONGEST_WORD = 30
OWN: dict[str, Any] = {"max_length": LONGEST_WORD, "blank": True, "default": "", "db_default": ""}


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def current(self) -> "Organization":
        """The organisation of this installation; made with its defaults when there is none yet."""
        return self.defer("logo").first() or self.get_or_create(pk=1)[0]


class Organization(models.Model):
    """One row. Deadlines given as a date end at the end of that day in its time zone."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = OneLineField(_("name"), max_length=120, default="Your organisation")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    email_sender = OneLineField(_("sender of messages"), max_length=200, blank=True, default="")
    mail_color = models.CharField(_("colour of messages"), max_length=7, blank=True, default="", db_default="")
    mail_footer = models.TextField(_("foot of messages"), max_length=500, blank=True, default="", db_default="")
    #: 1 to 12; None: quarters are those of the calendar, and nothing waits for them.
    fiscal_month = models.PositiveSmallIntegerField(_("first month of the fiscal year"), null=True, blank=True)
    most_partners = models.PositiveSmallIntegerField(
        _("partners of one person at once, in all programs together, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    #: Its own words, by the names in `Vocabulary`, as they stand in the middle of a sentence; empty: the product's.
    mentor_word = OneLineField(pgettext_lazy("product", "mentor"), **OWN)
    mentors_word = OneLineField(pgettext_lazy("product", "mentors"), **OWN)
    leader_word = OneLineField(pgettext_lazy("product", "leader"), **OWN)
    leaders_word = OneLineField(pgettext_lazy("product", "leaders"), **OWN)
    program_word = OneLineField(pgettext_lazy("product", "program"), **OWN)
    programs_word = OneLineField(pgettext_lazy("product", "programs"), **OWN)
    #: A PNG, made anew from what was uploaded; its address in messages has the digest.
    logo = models.BinaryField(blank=True, default=b"", db_default=b"")
    logo_digest = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="organization_is_one_row"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sender(self) -> str:
        """Who messages are from: as chosen, while its domain is one that the server permits, else the server's own."""
        chosen = as_sender(self.email_sender)
        return chosen if chosen and is_permitted_sender(chosen) else settings.DEFAULT_FROM_EMAIL

    @property
    def vocabulary(self) -> Vocabulary:
        """Its own words, and the product's where it has none."""
        own = {name: getattr(self, f"{name}_word") for name in Vocabulary._fields}
        return PRODUCT._replace(**{name: word for name, word in own.items() if is_own_word(word)})

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def site_url() -> str:
    """What links in messages begin with, without a slash at the end. A setting of the server: nobody who is signed in
    decides where links lead."""
    return str(settings.BASE_URL).rstrip("/")


def is_permitted_sender(sender: str) -> bool:
    """Whether mail may come from this address, with or without a name before it: the server permits its domain."""
    domain = parseaddr(sender)[1].rpartition("@")[2].lower()
    return bool(domain) and domain in settings.MAIL_SENDER_DOMAINS


def home_zone_name() -> str:
    """The organisation's time zone, for people whose own is not known; at most a minute old.

    Kept in the cache because it is asked for person by person, in lists as well.
    """
    return str(cache.get_or_set(HOME_ZONE, lambda: Organization.objects.current().time_zone, KEPT_S))


def vocabulary() -> Vocabulary:
    """What the organisation calls mentors, leaders and programs; at most a minute old. The product's words while the
    database is away: a page that says so is made of texts too."""
    try:
        return Vocabulary(*cache.get_or_set(VOCABULARY, _read_vocabulary, KEPT_S) or ())
    except DatabaseError:
        return PRODUCT


def _read_vocabulary() -> Vocabulary:
    organization = Organization.objects.defer("logo").first()
    return organization.vocabulary if organization else PRODUCT


class Department(UUIDModel):
    name = OneLineField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="department_name_once")]

    def __str__(self) -> str:
        return isolated(self.name)


class JobTitleLevel(UUIDModel):
    """HR's correction: everyone with this job title has this level, whatever the roster derives."""

    job_title = OneLineField(_("job title"), max_length=160)
    level = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        ordering = ["job_title"]
        constraints = [models.UniqueConstraint(Lower("job_title"), name="job_title_level_once")]

    def __str__(self) -> str:
        return f"{self.job_title}: {self.level}"
