"""What people are told in the product about their own account; the mail about it has gone out at once already."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Kind
from notifications.models import Delivery
from notifications.services import owe
from notifications.states import Channel
from people.models import User

RESET = "second_factor_reset"


def tell_of_reset(person: User) -> None:
    """Their second factor was taken away: it stands at the bell when they sign in again."""
    owe(kind=RESET, recipients=[person.pk], subject_id=person.pk, occasion=timezone.now().isoformat())


def _context(delivery: Delivery) -> Context:
    return {"link": reverse("mfa_index")}


def _sample(user: AbstractBaseUser) -> Context:
    return {"link": reverse("mfa_index")}


def _owners() -> Any:
    return User.objects.all()


KINDS = (
    Kind(
        code=RESET,
        label=_("Your second step was reset"),
        why=_("You get this because the second step of your sign-in was taken away."),
        context=_context,
        sample=_sample,
        subjects=_owners,
        channels=(Channel.IN_APP,),
        can_be_switched_off=False,
        fixed_because=_("Without it you would not notice that somebody is at your account."),
    ),
)
