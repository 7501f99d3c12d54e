"""Who is close to whom: there a role of the team ends, and nobody decides as the second person.

One manages or assists the other, or did until lately (see people.ended_lines), or both are parties of one pairing.
"""

import uuid
from collections.abc import Collection

from django.db.models import Q

from people.models import EndedLine, User
from people.upper_floors import pairings

Ids = set[uuid.UUID]


def close_to(person: User, others: Collection[uuid.UUID]) -> Ids:
    """Those of `others` who are close to the person, the person included. A fixed number of queries."""
    ids = set(others)
    is_near = Q(pk=person.pk) | Q(manager=person.pk) | Q(reports=person.pk)
    is_near |= Q(assists=person.pk) | Q(assistants=person.pk)
    people = set(User.objects.filter(is_near, pk__in=ids).order_by().values_list("pk", flat=True))
    ends = EndedLine.objects.lasting().naming([person.pk]).values_list("person", "close")
    people |= {person_id for pair in ends for person_id in pair if person_id in ids}
    return people | pairings().parties_with(person.pk, ids)
