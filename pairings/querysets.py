"""Named questions about pairings."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from frame.remembered import remembered
from people.access import hr_admin
from people.querysets import near
from programs.models import Participant

if TYPE_CHECKING:
    from pairings.models import Certificate, HandOver, Pairing
    from people.models import User

#: States in which the two know of each other.
AGREED = ("preparing", "active", "paused", "closing")
OPEN = ("proposed", *AGREED)
#: Both have signed and it is not over.
RUNNING = ("active", "paused", "closing")
#: States in which it is over without having come to its planned end.
NOT_TO_BE = ("declined", "expired", "ended")


def participants_of(users: Any) -> models.QuerySet[Any]:
    """The places in cycles of these people, to ask for pairings by: a condition over both sides at once is quick
    only on the pairing's own columns."""
    return Participant.objects.filter(user__in=users).order_by().values("pk")


def participants_near(user: User) -> RawSQL:
    """The places by which `user` is a party of pairings: as mentor, leader, assistant or line manager of either."""
    return near(user, "SELECT id FROM programs_participant WHERE user_id IN ({})")


@remembered
def near_pairings(user: User) -> frozenset[uuid.UUID]:
    """The pairings that `user` is a party of, by their ids; asked once per person object (that is, per request). As a
    query inside another one PostgreSQL takes them for most of all pairings, and reads every meeting."""
    Pairing = apps.get_model("pairings", "Pairing")

    return frozenset(Pairing.objects.parties_near(user).order_by().values_list("pk", flat=True))


def private_pairings(user: User) -> models.QuerySet[Any]:
    """The pairings about which a person is told nothing as coordinator or HR admin: they are a party."""
    return apps.get_model("pairings", "Pairing").objects.filter(pk__in=near_pairings(user))


def is_one_of_two(participants: Any) -> Q:
    """Of somebody with these places. A leader is asked only after the mentor's yes: a pairing that ended before never
    existed for them, unless they asked for it themselves."""
    return Q(junior__in=participants) | (Q(senior__in=participants) & is_asked_leader())


def is_asked_leader() -> Q:
    """The leader knows of it: they were asked, or asked for it themselves."""
    return Q(senior_asked_at__isnull=False) | Q(agreed_at__isnull=False) | Q(requested_by="senior")


def is_agreed_of_leader(participants: Any) -> Q:
    """Of the leaders with these places, from the day both said yes until it is over."""
    return Q(senior__in=participants) & Q(state__in=AGREED)


def is_untold(now: dt.datetime) -> Q:
    """Over, without all having been told of it at `now` (aware)."""
    return Q(state__in=NOT_TO_BE, outcome_at__gt=now)


def said_yes(side: str) -> Exists:
    """To which that side has said yes."""
    Consent = apps.get_model("pairings", "Consent")

    return Exists(Consent.objects.filter(pairing=OuterRef("pk"), side=side, decision=Consent.Decision.ACCEPTED))


def awaited_by(side: str, now: dt.datetime) -> Q:
    """Questions that come to nothing, of which that side has said yes and does not know so at `now` (aware): to them,
    and in all that they could notice, it is open."""
    return is_untold(now) & Q(agreed_at__isnull=True) & Q(said_yes(side))


def assisted_by(user: User | uuid.UUID) -> models.QuerySet[Any]:
    """The ids of the people whom `user` (or the person of that id) assists."""
    return get_user_model().assistants.through.objects.filter(to_user=user).values("from_user")


class PairingQuerySet(models.QuerySet["Pairing"]):
    def of(self, user: User) -> PairingQuerySet:
        """The pairings whose pages `user` reads as one of the two: not those of a cycle that has closed longer ago than
        its program keeps them open to alumni."""
        today = timezone.localdate()
        return self.ever_of(user).filter(Q(cycle__alumni_until__isnull=True) | Q(cycle__alumni_until__gte=today))

    def closed_to(self, user: User) -> PairingQuerySet:
        """Those that `user` was one of the two of, whose pages are closed to alumni by now."""
        past = self.ever_of(user).filter(agreed_at__isnull=False)
        return past.filter(cycle__alumni_until__lt=timezone.localdate())

    def ever_of(self, user: User) -> PairingQuerySet:
        """The pairings that `user` may know of as one of the two, also where their pages are closed. Each side is asked
        by itself: an OR over both is answered by reading the pairings of the whole company."""
        everyone = self.model._default_manager.order_by().values("pk")
        as_leader = everyone.filter(is_asked_leader(), senior__user=user.pk)
        return self.filter(pk__in=everyone.filter(junior__user=user.pk).union(as_leader))

    def assisted_by(self, user: User) -> PairingQuerySet:
        """The pairings of the leaders whom `user` assists."""
        return self.filter(is_agreed_of_leader(participants_of(assisted_by(user))))

    def known_at(self, *, own: Any, assisted: Any) -> PairingQuerySet:
        """Those one may know of by ids of places, where these are known: much quicker among many pairings."""
        return self.filter(is_one_of_two(own) | is_agreed_of_leader(assisted))

    def visible_to(self, user: User) -> PairingQuerySet:
        """Those one may know of: as one of the two, as the leader's assistant, or as their program team."""
        own_pairings = self.model._default_manager.of(user).order_by().values("pk")
        assisted = self.model._default_manager.assisted_by(user).order_by().values("pk")
        overseen = self.model._default_manager.overseen_by(user).order_by().values("pk")
        return self.filter(Q(pk__in=own_pairings) | Q(pk__in=assisted) | Q(pk__in=overseen))

    def parties_near(self, user: User) -> PairingQuerySet:
        """Those that `user` is a party of: as mentor, leader, assistant or line manager of either."""
        participants = participants_near(user)
        return self.filter(Q(junior__in=participants) | Q(senior__in=participants))

    def overseen_by(self, user: User) -> PairingQuerySet:
        """Those of programs one manages, save the ones one is a party of: rights do not add up."""
        managed = self if hr_admin(user) else self.filter(cycle__program__coordinators__user=user)
        participants = participants_near(user)
        return managed.exclude(Q(junior__in=participants) | Q(senior__in=participants))

    def open(self) -> PairingQuerySet:
        return self.filter(state__in=OPEN)

    def taking_places(self, side: str, now: dt.datetime) -> PairingQuerySet:
        """Those that take a place of that side at `now` (aware): open ones, and those it still waits for. Whoever were
        asked for another pair meanwhile would know that the first was answered by a no."""
        return self.filter(Q(state__in=OPEN) | awaited_by(side, now))

    def lasting_on(self, day: dt.date) -> PairingQuerySet:
        """Those whose last day, where they have one, is not before `day`."""
        return self.filter(Q(last_on__isnull=True) | Q(last_on__gte=day))

    def agreed(self) -> PairingQuerySet:
        """Open ones to which both have said yes."""
        return self.filter(state__in=AGREED)

    def partnering(self, now: dt.datetime) -> PairingQuerySet:
        """Those in which two are partners, as far as others than their own team may notice at `now` (aware): from the
        day both said yes until all have been told of the end. A question is none: one less would tell of a no."""
        return self.filter(Q(state__in=AGREED) | is_untold(now) & Q(agreed_at__isnull=False))

    def running(self) -> PairingQuerySet:
        """Those both have signed and that are not over, paused ones too."""
        return self.filter(state__in=RUNNING)

    def meeting(self) -> PairingQuerySet:
        """Those whose two are supposed to meet now."""
        return self.filter(state__in=["active", "closing"])

    def unanswered_since(self, now: dt.datetime) -> PairingQuerySet:
        """Proposed ones whose time to answer has passed at `now` (aware)."""
        return self.filter(state="proposed", answer_by__lte=now)

    def with_people(self) -> PairingQuerySet:
        return self.select_related("cycle__program", "junior__user__department", "senior__user__department")

    def with_answers(self) -> PairingQuerySet:
        """With what each side has said and when: `junior_said`, `junior_said_at` and the same of the senior, None
        while nothing is said."""
        answered = self
        for side in ("junior", "senior"):
            answer = f"{side}_answer"
            answered = answered.annotate(
                **{answer: FilteredRelation("consents", condition=Q(consents__side=side))},
                **{f"{side}_said": F(f"{answer}__decision"), f"{side}_said_at": F(f"{answer}__decided_at")},
            )
        return answered

    def with_aims(self) -> PairingQuerySet:
        """With `aims_count`, the objectives of the two, and `aims_reached` of these."""
        aims = {
            "aims_count": Count("objectives", distinct=True),
            "aims_reached": Count("objectives", filter=Q(objectives__progress=100), distinct=True),
        }
        return self.annotate(**aims)

    def for_party(self, user: User) -> PairingQuerySet:
        """The list and page of one of the two: people, program, answers to the question."""
        pairings = self.of(user).with_people().with_own_hold(user).select_related("agreement")
        return pairings.prefetch_related("consents", "end_requests")

    def for_list_of(self, user: User) -> PairingQuerySet:
        """`for_party`, all of them. Which they are is asked first: beside eight joins PostgreSQL would read everybody's
        pairings to find these few."""
        own = list(self.model._default_manager.of(user).order_by().values_list("pk", flat=True))
        return self.for_party(user).filter(pk__in=own)

    def with_own_hold(self, user: User) -> PairingQuerySet:
        """With `own_hold_at`, when the pause that `user` wants for themselves begins; None without one."""
        Hold = apps.get_model("pairings", "Hold")

        own = Q(side="junior", pairing__junior__user=user) | Q(side="senior", pairing__senior__user=user)
        hold_begins = Hold.objects.filter(own, pairing=OuterRef("pk"), is_for_request=False).values("begins_at")[:1]
        own_hold = {"own_hold_at": Subquery(hold_begins)}
        return self.annotate(**own_hold)

    def for_oversight(self, user: User) -> PairingQuerySet:
        """What the program team lists: people, and what was signed."""
        return (
            self.overseen_by(user).with_people().select_related("agreement").prefetch_related("agreement__signatures")
        )


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User) -> CertificateQuerySet:
        """One's own, and those of people of the programs one manages who are not near."""
        managed = self if hr_admin(user) else self.filter(participant__cycle__program__coordinators__user=user)
        near_people = user.__class__.objects.near(user).values("pk")
        managed = managed.exclude(participant__user__in=near_people)
        return self.filter(Q(participant__user=user) | Q(pk__in=managed.order_by().values("pk")))

    def for_paper(self) -> CertificateQuerySet:
        return self.select_related("participant__user", "participant__cycle__program__sponsor")


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def of_leaver(self, user: User) -> HandOverQuerySet:
        """Those of places that `user` has left."""
        return self.filter(Q(side="junior", pairing__junior__user=user) | Q(side="senior", pairing__senior__user=user))
