"""What everybody is asked at enrolment is one list: the form, what is saved and what is shown follow it."""

from django import forms
from django.urls import reverse

from programs.forms import enrolment, enrolment_fields
from programs.forms.enrolment_fields import ENROLMENT_FIELDS, EnrolmentField, Owner
from tests import factories as make


def enrol(client, cycle, **more):
    topic = cycle.program.topics.first()
    form = {
        "side": "junior", f"topic_{topic.pk}": "4", "capacity": "2", "time_zone": "Europe/Paris", "works_from": "08:00",
        "works_until": "16:30", "languages": "German, English", **more,
    }  # fmt: skip
    return client.post(reverse("enrol", args=[cycle.enrolment_token]), form)


def facts(client, cycle):
    return dict(client.get(reverse("enrolment_status", args=[cycle.enrolment_token])).context["facts"])


def test_the_person_and_the_team_read_all_of_it(cast, sign_in, cycle):
    client = sign_in(cast.noor)
    enrol(client, cycle)
    expected = {
        "Partners at the same time": "2", "Time zone": "Paris", "Works from": "08:00", "Works until": "16:30",
        "Languages": "German, English",
    }  # fmt: skip
    own = facts(client, cycle)
    assert own | {"Time zone": "Paris"} == expected
    assert "Paris" in own["Time zone"]
    place = cycle.participants.get(user=cast.noor)
    page = sign_in(cast.priya).get(reverse("participant_detail", args=[cycle.program_id, place.pk]))
    assert dict(page.context["facts"]) == own


def test_another_field_is_one_entry(cast, sign_in, cycle, monkeypatch):
    one_more = EnrolmentField(
        name="goes_by",
        owner=Owner.PERSON,
        column="preferred_name",
        field=lambda: forms.CharField(label="You go by", required=False),
        title="Goes by",
        shown=lambda place: place.user.preferred_name,
    )
    for module in (enrolment, enrolment_fields):
        monkeypatch.setattr(module, "ENROLMENT_FIELDS", (*ENROLMENT_FIELDS, one_more))
    client = sign_in(cast.noor)
    assert "You go by" in client.get(reverse("enrol", args=[cycle.enrolment_token]), {"side": "junior"}).text
    enrol(client, cycle, goes_by="Nour")
    assert facts(client, cycle)["Goes by"] == "Nour"
    again = client.get(reverse("enrol", args=[cycle.enrolment_token]), {"edit": "1"}).context["form"]
    assert again["goes_by"].value() == "Nour"


def test_what_is_the_places_stays_with_the_place(cast, sign_in, cycle):
    enrol(sign_in(cast.noor), cycle, capacity="3")
    other = make.ParticipantFactory(user=cast.noor, side="junior", state="applied")
    assert other.capacity == 1
    cast.noor.refresh_from_db()
    assert (cast.noor.time_zone, cast.noor.spoken_languages) == ("Europe/Paris", ["de", "en"])
