"""The ground floor: the organisation, its people and what they may."""

from people.models.audit import AuditEntry
from people.models.base import OneLineField, UUIDModel
from people.models.data_copy import DataCopy, DataCopyQuerySet
from people.models.erased import ErasedPerson
from people.models.form_token import FormToken
from people.models.held_act import HeldAct, HeldActQuerySet
from people.models.organization import Department, JobTitleLevel, Organization
from people.models.relations import ConflictOfInterest, EndedLine
from people.models.retention import LegalHold, RetentionPeriod, RetentionRun
from people.models.user import RoleGrant, User
from people.states import LevelSource, Role

__all__ = [
    "AuditEntry",
    "ConflictOfInterest",
    "DataCopy",
    "DataCopyQuerySet",
    "Department",
    "EndedLine",
    "ErasedPerson",
    "FormToken",
    "HeldAct",
    "HeldActQuerySet",
    "JobTitleLevel",
    "LegalHold",
    "LevelSource",
    "OneLineField",
    "Organization",
    "RetentionPeriod",
    "RetentionRun",
    "Role",
    "RoleGrant",
    "UUIDModel",
    "User",
]
