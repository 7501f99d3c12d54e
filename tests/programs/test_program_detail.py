"""The overview of a program."""

from django.urls import reverse


def test_a_coordinator_sees_the_steps_of_their_program(cast, sign_in):
    page = sign_in(cast.priya).get(reverse("program_detail", args=[cast.program.pk]))
    assert page.status_code == 200
    assert "Overview" in page.text
