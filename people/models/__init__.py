"""The ground floor: the organisation, its people and what they may."""

from people.models.address import AddressChange
from people.models.audit import AuditEntry
from people.models.base import UUIDModel
from people.models.conflict import ConflictOfInterest
from people.models.form_token import FormToken
from people.models.organization import Department, JobTitleLevel, Organization
from people.models.roles import Role, RoleGrant
from people.models.roster import RosterImport, RosterPage
from people.models.user import LevelSource, User

__all__ = [
    "AddressChange",
    "AuditEntry",
    "ConflictOfInterest",
    "Department",
    "FormToken",
    "JobTitleLevel",
    "LevelSource",
    "Organization",
    "Role",
    "RoleGrant",
    "RosterImport",
    "RosterPage",
    "UUIDModel",
    "User",
]
