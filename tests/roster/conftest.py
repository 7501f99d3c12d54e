"""Omar, Nadia, the other HR admin, and their browsers."""

from tests.people.approvals.conftest import hr, nadia, second  # noqa: F401
