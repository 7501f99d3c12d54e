"""The set-up's task list and the pages that are one form."""

import pytest
from django.urls import reverse

from programs.models import Program

MEETINGS = {
    "cadence_weeks": 2,
    "meeting_minutes": 45,
    "meetings_goal": 10,
    "channels": ["phone"],
    "answer_days": 7,
    "alumni_months": 60,
}
REVIEWS = {
    "review_months": 2, "review_open_days": 10, "review_gap_days": 75, "score_threshold": 11,
    "comment_threshold": 12,
}  # fmt: skip
PURPOSE = {"name": "Culture", "purpose": "Hear more", "success_measures": "Nine of ten"}
DATES = {"name": "Spring", "enrol_until": "2027-01-10", "starts_on": "2027-02-01", "ends_on": "2027-09-30"}
FORMS = {"setup_meetings": MEETINGS, "setup_reviews": REVIEWS, "setup_purpose": PURPOSE, "setup_dates": DATES}


def opened(client, page, program, values):
    """The form as the browser would send it: the values and the version it was opened with."""
    url = reverse(page, args=[program.pk])
    return url, values | {"version": client.get(url).context["form"].initial["version"]}


@pytest.mark.parametrize("page", FORMS)
def test_a_page_is_saved_and_ticked_off(page, cast, sign_in, draft):
    client = sign_in(cast.priya)
    url, form = opened(client, page, draft, FORMS[page])
    answer = client.post(url, form)
    assert answer.url == reverse("program_setup", args=[draft.pk])
    shown = client.get(url).context["form"]
    assert {name: str(shown[name].value()) for name in FORMS[page]} == {k: str(v) for k, v in FORMS[page].items()}
    draft.refresh_from_db()
    assert page.removeprefix("setup_") in draft.visited_topics


@pytest.mark.parametrize(
    ("page", "field", "value", "says"),
    [
        ("setup_meetings", "cadence_weeks", "0", "Enter 1 or more"),
        ("setup_meetings", "meeting_minutes", "-5", "Enter 15 or more"),
        ("setup_meetings", "cadence_weeks", "99999", "Enter 26 or less"),
        ("setup_meetings", "channels", [], "at least one way to meet"),
        ("setup_reviews", "score_threshold", "4", "Enter 5 or more"),
        ("setup_reviews", "comment_threshold", "9", "Enter 10 or more"),
        ("setup_reviews", "comment_threshold", "10", "at least as large a group"),
        ("setup_reviews", "review_gap_days", "59", "Enter 60 or more"),
        ("setup_purpose", "name", "", "errorlist"),
        ("setup_dates", "ends_on", "2027-01-31", "after the start"),
        ("setup_dates", "starts_on", "2027-01-01", "before enrolment closes"),
        ("setup_dates", "enrol_until", "soon", "Enter a day that exists"),
        ("setup_dates", "enrol_until", "2020-01-10", "This day has passed"),
        ("setup_dates", "ends_on", "2040-01-10", "three years at most"),
    ],
)
def test_bad_input_is_kept_and_explained(page, field, value, says, cast, sign_in, draft):
    client = sign_in(cast.priya)
    url, form = opened(client, page, draft, FORMS[page])
    answer = client.post(url, form | {field: value})
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    others = [name for name in FORMS[page] if name != field]
    assert all(answer.context["form"][name].value() not in ("", None) for name in others)


@pytest.mark.parametrize("page", FORMS)
def test_two_people_at_once_get_both_versions(page, cast, sign_in, draft):
    priya, omar = sign_in(cast.priya), sign_in(cast.omar)
    url, mine = opened(priya, page, draft, FORMS[page])
    _url, theirs = opened(omar, page, draft, FORMS[page])
    changed = {"name": "Theirs"} if "name" in mine else {next(iter(FORMS[page])): 3 if page == "setup_meetings" else 5}
    omar.post(url, theirs | changed)
    answer = priya.post(url, mine)
    assert answer.status_code == 409
    assert "Save my version over it" in answer.text
    over = priya.post(url, mine | {"version": answer.context["version"]})
    assert over.status_code == 302


def test_the_same_post_twice_is_saved_once(cast, sign_in, draft):
    client = sign_in(cast.priya)
    url, form = opened(client, "setup_purpose", draft, PURPOSE)
    assert [client.post(url, form).status_code for _n in range(2)] == [302, 302]


def test_somebody_on_another_page_is_no_conflict(cast, sign_in, draft):
    client = sign_in(cast.priya)
    url, form = opened(client, "setup_purpose", draft, PURPOSE)
    client.post(*opened(client, "setup_meetings", draft, MEETINGS))
    assert client.post(url, form).status_code == 302


def test_an_archived_program_is_not_changed(cast, sign_in, draft):
    client = sign_in(cast.priya)
    url, form = opened(client, "setup_purpose", draft, PURPOSE)
    Program.objects.filter(pk=draft.pk).update(state="archived")
    answer = client.post(url, form)
    assert answer.status_code == 422
    assert "archived" in answer.text
    draft.refresh_from_db()
    assert draft.purpose == ""


def test_the_task_list_says_what_is_left(cast, sign_in, draft):
    tasks = sign_in(cast.priya).get(reverse("program_setup", args=[draft.pk])).context["tasks"]
    states = {str(task["label"]): task["state"] for task in tasks}
    assert states["Dates"] == "due"
    assert states["Focus topics"] == "due"
    assert states["Meetings"] == "none"


def test_from_the_check_page_one_returns_to_it(cast, sign_in, draft):
    client = sign_in(cast.priya)
    url, form = opened(client, "setup_purpose", draft, PURPOSE)
    assert client.post(url + "?from=check", form).url == reverse("setup_check", args=[draft.pk])


@pytest.mark.parametrize("page", FORMS)
def test_every_text_says_who_reads_it(page, cast, sign_in, draft):
    form = sign_in(cast.priya).get(reverse(page, args=[draft.pk])).context["form"]
    texts = [field for field in form if field.widget_type in ("text", "textarea")]
    assert all(field.audience for field in texts)
