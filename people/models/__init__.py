"""The ground floor: the organisation, its people and what they may."""

from people.models.audit import AuditEntry
from people.models.base import OneLineField, UUIDModel
from people.models.form_token import FormToken
from people.models.held_act import HeldAct, HeldActQuerySet
from people.models.organization import Department, JobTitleLevel, Organization
from people.models.relations import ConflictOfInterest, EndedLine
from people.models.user import RoleGrant, User
from people.states import LevelSource, Role

__all__ = [
    "AuditEntry",
    "ConflictOfInterest",
    "Department",
    "EndedLine",
    "FormToken",
    "HeldAct",
    "HeldActQuerySet",
    "JobTitleLevel",
    "LevelSource",
    "OneLineField",
    "Organization",
    "Role",
    "RoleGrant",
    "UUIDModel",
    "User",
]
