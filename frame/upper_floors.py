"""What the frame of every page asks of the apps above it."""

import uuid
from typing import Any, Protocol

from frame.ports import Port
from frame.vocabulary import Vocabulary


class PeopleForFrame(Protocol):
    """The people app: the organisation's time zone, which is the home of all, and its words; which posts were made
    before."""

    def home_zone_name(self) -> str:
        """The organisation's time zone, for people whose own is not known."""

    def vocabulary(self) -> Vocabulary:
        """What the organisation calls mentors, leaders and programs; the product's words while they cannot be read."""

    def claim_post(self, key: uuid.UUID) -> bool:
        """Whether this post is the first with its key; of many at once only one is."""

    def keep_answer(self, key: uuid.UUID, answer: str) -> None:
        """Where the first post led, sealed."""

    def release_post(self, key: uuid.UUID) -> None:
        """Forget a post that led nowhere, so that the corrected form can be sent."""

    def answer_of(self, key: uuid.UUID) -> str | None:
        """Where the first post led, sealed; empty while it is at work, None when it is forgotten."""


class InboxForFrame(Protocol):
    """The notifications app: how many messages a person has not read. One query at most."""

    def unread_count(self, user: Any) -> int: ...


people: Port[PeopleForFrame] = Port(PeopleForFrame, needed_by="frame", provided_by="people")
inbox: Port[InboxForFrame] = Port(InboxForFrame, needed_by="frame", provided_by="notifications")
