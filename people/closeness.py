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
    near = Q(pk=person.pk) | Q(manager=person.pk) | Q(reports=person.pk)
    near |= Q(assists=person.pk) | Q(assistants=person.pk)
    found = set(User.objects.filter(near, pk__in=ids).order_by().values_list("pk", flat=True))
    ends = EndedLine.objects.lasting().naming([person.pk]).values_list("person", "close")
    found |= {one for both in ends for one in both if one in ids}
    return found | pairings().parties_with(person.pk, ids)
