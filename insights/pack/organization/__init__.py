"""What the pack says of the organisation and its server: each function gives a section, from code and
settings in force."""

from insights.pack.content import ORGANIZATION, Part, Section
from insights.pack.organization.access import pages_by_role, roles
from insights.pack.organization.monitoring import not_monitored
from insights.pack.organization.register import how_long, kept_about_people, promised
from insights.pack.organization.server import messages_sent, server
from people.models import Organization
from people.retention.time_limits import periods


def part_of_organization() -> Part:
    """A fixed number of queries."""
    organization, days = Organization.objects.current(), periods()
    sections: tuple[Section, ...] = (
        roles(), not_monitored(), *promised(days), kept_about_people(days), how_long(days), pages_by_role(),
        messages_sent(), server(organization),
    )  # fmt: skip
    return Part(ORGANIZATION, organization.name, sections)
