"""A question whose SQL is written once is answered for whoever asks."""

from people.models import RoleGrant
from people.prepared import PreparedQuery


def test_each_person_gets_their_own_answer(cast):
    roles = PreparedQuery(lambda user_id: RoleGrant.objects.filter(user=user_id).order_by("role").values_list("role"))
    assert roles.rows(cast.omar) == [("hr_admin",)]
    assert roles.rows(cast.igor) == [("operator",)]
    assert [roles.count(person) for person in (cast.omar, cast.igor, cast.kavya)] == [1, 1, 0]


def test_what_has_changed_since_counts(cast):
    roles = PreparedQuery(lambda user_id: RoleGrant.objects.filter(user=user_id).values_list("role"))
    assert roles.count(cast.kavya) == 0
    RoleGrant.objects.create(user=cast.kavya, role="operator")
    assert roles.count(cast.kavya) == 1
