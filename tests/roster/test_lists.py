"""The list of imports costs the same whatever its length."""

import pytest
from django.urls import reverse

from roster.models import RosterImport
from tests import factories as make
from tests.query_counts import assert_cost_stays

pytestmark = pytest.mark.django_db


def test_the_imports_so_far(cast, sign_in):
    def add():
        RosterImport.objects.create(uploaded_by=make.UserFactory(), file_name="people.csv", content=b"")

    assert_cost_stays(sign_in(cast.omar), reverse("roster_upload"), add)
