"""A person of the roster, who may sign in by e-mail."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.base import OneLineField, UUIDModel
from people.models.organization import Department, home_zone_name
from people.querysets import UserQuerySet
from people.search import SEARCHED, SearchTextField
from people.states import LevelSource, Role
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
    first_name = OneLineField(_("first name"), max_length=120, blank=True)
    last_name = OneLineField(_("last name"), max_length=120, blank=True)
    preferred_name = OneLineField(_("preferred name"), max_length=120, blank=True)
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
    language = models.CharField(_("language of the interface"), max_length=12, default="en")
    spoken_languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    #: When the account was last closed, kept when it is open again: what was sent before opens nothing.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    email_failed_at = models.DateTimeField(_("mail refused at"), null=True, blank=True)
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
            models.Index(Upper("employee_number"), name="user_employee_number_upper"),
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
    def name(self) -> str:
        """Preferred or first name, then last name."""
        return f"{self.preferred_name or self.first_name} {self.last_name}".strip()

    @property
    def short_name(self) -> str:
        return self.preferred_name or self.first_name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
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
