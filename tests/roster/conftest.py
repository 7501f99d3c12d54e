"""HR admins, and the short way from a file to an import."""

import pytest

from people.models import User
from roster import services
from roster.models import RosterImport
from tests import factories as make
from tests.people.approvals.conftest import hr, nadia, second  # noqa: F401  (fixtures)
from tests.roster.files import csv


@pytest.fixture
def omar():
    return make.RoleGrantFactory(
        user__email="omar@example.com", user__level=None, user__level_source="", role="hr_admin"
    ).user


@pytest.fixture
def previewed(omar):
    """Uploads a file and checks it with the guessed columns."""

    def upload(content: bytes, **options) -> RosterImport:
        roster = services.start_import(user=omar, file_name="people.csv", content=content)
        services.map_columns(roster=roster, targets=roster.mapping["targets"], options=options)
        return fresh(roster)

    return upload


@pytest.fixture
def applied(previewed):
    def upload(content: bytes, typed: int | None = None, **options) -> RosterImport:
        roster = previewed(content, **options)
        services.apply_import(roster=roster, typed=typed)
        return fresh(roster)

    return upload


def fresh(roster: RosterImport) -> RosterImport:
    return RosterImport.objects.get(pk=roster.pk)


def person(**fields) -> User:
    defaults = {
        "employee_number": "1",
        "first_name": "Ann",
        "last_name": "Lee",
        "job_title": "Clerk",
        "level_source": "derived",
    }
    return make.UserFactory(**{"email": "ann@x.org", **defaults, **fields})


ANN = csv("1,Ann,Lee,ann@x.org,Boss,IT,Berlin,Germany,")
