"""A person of the roster, who may sign in by e-mail."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.isolation import isolated
from people.models.base import NameField, OneLineField, UUIDModel
from people.models.organization import Department, home_zone_name
from people.querysets import ERASED, MAIL_REFUSED, UserQuerySet
from people.search import SEARCHED, SearchTextField
from people.states import LevelSource, MailRefusal, Role
from people.timezones import name_of


class RoleGrant(UUIDModel):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_granted_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


BaseOfUsers = BaseUserManager.from_queryset(UserQuerySet)


class UserManager(BaseOfUsers["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person who can sign in once the address is verified; no password means none is usable."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(UUIDModel, AbstractBaseUser, PermissionsMixin):
    """A person of the roster. People are deactivated, not deleted."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    first_name = NameField(_("first name"), max_length=120, blank=True)
    last_name = NameField(_("last name"), max_length=120, blank=True)
    preferred_name = NameField(_("preferred name"), max_length=120, blank=True)
    employee_number = OneLineField(_("employee number"), max_length=64, blank=True)
    job_title = OneLineField(_("job title"), max_length=160, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("department")
    )
    city = OneLineField(_("city"), max_length=120, blank=True)
    country = OneLineField(_("country"), max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    level_source = models.CharField(
        _("where the level comes from"), max_length=10, choices=LevelSource.choices, blank=True
    )
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("manager")
    )
    assistants = models.ManyToManyField(
        "self", symmetrical=False, related_name="assists", blank=True, verbose_name=_("assistants")
    )
    #: Addresses that somebody named as assistants' and that are nobody's who can be: kept, so that no answer tells.
    named_assistants = models.JSONField(default=list, blank=True, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    works_from = models.TimeField(_("works from"), default=dt.time(9))
    works_until = models.TimeField(_("works until"), default=dt.time(17))
    #: ISO numbers of weekdays, 1 is Monday; empty: those that are usual in the country.
    working_days = models.CharField(_("working days"), max_length=7, blank=True, default="", db_default="")
    #: In all programs together; None: they have not said so.
    most_partners = models.PositiveSmallIntegerField(
        _("partners at once, at most"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    #: Between these, on the person's clock, nothing comes that can wait; over midnight where the second is the sooner.
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    #: The first and the last day of a leave.
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    tells_leave = models.BooleanField(_("partners are told of the leave"), default=False, db_default=False)
    language = models.CharField(_("language of the interface"), max_length=12, default="en")
    spoken_languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    #: When the account was last closed, kept when it is open again: what was sent before opens nothing.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Since when the mail server has refused this address, and why; nothing once it takes a message again.
    email_failed_at = models.DateTimeField(_("mail refused since"), null=True, blank=True)
    email_refusal = models.CharField(
        _("why mail is refused"), max_length=10, choices=MailRefusal.choices, blank=True, default="", db_default=""
    )
    #: When the last one was returned that a mail server had taken before.
    email_bounced_at = models.DateTimeField(_("mail last returned"), null=True, blank=True)
    #: HR has added them by hand: no file of the roster has them, and none proposes them as leavers.
    added_by_hand_at = models.DateTimeField(_("added by hand"), null=True, blank=True, editable=False)
    added_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    #: A guest: the address is not the organisation's, an HR admin vouches for it, and after this day it opens nothing.
    guest_until = models.DateField(_("guest until"), null=True, blank=True)
    vouched_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    vouched_at = models.DateTimeField(_("vouched for"), null=True, blank=True, editable=False)
    #: See people.search.
    search_text = SearchTextField()
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.UniqueConstraint(
                fields=["employee_number"], condition=~models.Q(employee_number=""), name="user_employee_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(manager__isnull=True) | ~models.Q(manager=models.F("id")),
                name="user_is_not_their_own_manager",
            ),
            models.CheckConstraint(
                condition=models.Q(works_until__gt=models.F("works_from")), name="user_works_until_after_from"
            ),
        ]
        indexes = [
            models.Index(fields=["is_active", "last_name", "first_name"]),
            models.Index(fields=["job_title"]),
            models.Index(fields=["level"]),
            models.Index(fields=["country"]),
            models.Index(fields=["email_failed_at"], name="user_mail_refused", condition=MAIL_REFUSED),
            models.Index(Upper("employee_number"), name="user_employee_number_upper"),
            # Which departments have met and who stands above whom is read of everybody: from here, not from their rows.
            models.Index(fields=["id", "manager", "department"], name="user_place_in_company"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """What a person is found by is saved together with what it is made of."""
        if update_fields is None:
            self.search_text = ""  # so that it is written also where it was not loaded; the field fills it
        elif not SEARCHED.isdisjoint(update_fields):
            update_fields = {*update_fields, "search_text"}
        super().save(update_fields=update_fields, **kwargs)

    @property
    def mail_refusal(self) -> MailRefusal | None:
        """Why mail for them comes back; None while it does not."""
        return MailRefusal(self.email_refusal or MailRefusal.OTHER) if self.email_failed_at else None

    @property
    def pseudonym(self) -> str:
        """Under what the rows of somebody who was erased are shown; empty for everybody else."""
        return self.last_name.removeprefix(ERASED) if self.last_name.startswith(ERASED) else ""

    @property
    def name(self) -> str:
        """`plain_name` as it stands in pages, messages and sentences: turning nothing else round."""
        return isolated(self.plain_name)

    @property
    def plain_name(self) -> str:
        """Preferred or first name, then last name; of somebody who was erased that they once took part."""
        if self.pseudonym:
            return gettext("Former participant %(pseudonym)s") % {"pseudonym": self.pseudonym}
        return f"{self.preferred_name or self.first_name} {self.last_name}".strip()

    @property
    def short_name(self) -> str:
        if self.pseudonym:
            return gettext("former participant")
        return isolated(self.preferred_name or self.first_name) or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        if self.pseudonym:
            return "–"
        parts = [self.preferred_name or self.first_name, self.last_name]
        return "".join(part[0] for part in parts if part).upper() or self.email[:1].upper()

    @property
    def location(self) -> str:
        return ", ".join(part for part in (self.city, self.country) if part)

    @property
    def zone(self) -> ZoneInfo:
        """The clock the person lives by; see `zone_name`."""
        return ZoneInfo(self.zone_name)

    @property
    def zone_words(self) -> str:
        """The person's time zone by its name, as one reads it."""
        return name_of(self.zone_name)

    @property
    def zone_name(self) -> str:
        """The person's time zone; the organisation's while it is not known."""
        return self.time_zone or home_zone_name()

    @property
    def told_leave(self) -> tuple[dt.date, dt.date] | None:
        """First and last day of a leave that is not over and of which partners are to know."""
        today = timezone.localdate(timezone=self.zone)
        if self.tells_leave and self.away_from and self.away_until and self.away_until >= today:
            return self.away_from, self.away_until
        return None
