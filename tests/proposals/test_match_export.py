"""A run as a file: complete, safe to open, for those who match alone, and without anything confidential."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from structlog.testing import capture_logs

from people.models import ConflictOfInterest, User
from people.models.audit import AuditEntry
from proposals.models import MatchRun
from tests import factories as make

FILES = ["pairs.csv", "without-a-pair.csv", "match.xlsx"]


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


@pytest.fixture
def zoe(matching):
    """Somebody who can have no pair: one leader keeps away from her in private, the other one has declined her."""
    zoe = make.ParticipantFactory(cycle=matching.cycle, state="approved", user__first_name="Zoe", user__level=1)
    for topic in (matching.posts, matching.films):
        zoe.choices.create(topic=topic, rating=1)
    ConflictOfInterest.objects.create(
        person=zoe.user, other=matching.lea.user, owner=matching.lea.user, note="canary-conflict"
    )
    before = make.PairingFactory(
        junior=zoe, senior=matching.max, cycle=matching.cycle, state="declined", agreed_at=None, opened_at=None
    )
    before.consents.create(side="senior", decision="declined", reason="canary-decline")
    return zoe


def address(cast, run, file):
    return reverse("match_export", args=[cast.program.pk, run.pk, file])


def body(answer):
    return b"".join(answer.streaming_content)


def table(client, cast, run, file):
    """The lines of a CSV file as dictionaries by heading."""
    text = body(client.get(address(cast, run, file))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_pairs_with_all_their_reasons(client, cast, run, matching):
    run.proposals.filter(junior=matching.ben).update(is_pinned=True)
    ben = next(row for row in table(client, cast, run, "pairs.csv") if row["Mentor: name"] == "Ben Test")
    assert ben["Leader: e-mail"] == "max@example.com"
    assert ben["Score of 1000"] == str(run.proposals.get(junior=matching.ben).score)
    assert ben["Wanted topics covered (points)"] == "500"
    assert (ben["Topics covered"], ben["Topics wanted as well"]) == ("Films", "")
    assert (ben["Pinned"], ben["By hand"]) == ("yes", "no")
    assert (ben["Hours in common"], ben["Hours apart"]) == ("8.0", "0.0")


def test_the_people_without_a_pair_with_why(client, cast, zoe, run):
    (row,) = table(client, cast, run, "without-a-pair.csv")
    assert (row["Name"].split()[0], row["Side"], row["Candidates"]) == ("Zoe", "mentor", "2")
    assert row["Why"] == "The rules allow none of the 2 people on the other side."
    assert row["Rules that took them away"] == (
        "said no, or asked to end it: 1, 1 by this rule alone; protected: 1, 1 by this rule alone"
    )


def test_the_workbook_has_both_and_numbers_are_numbers(client, cast, zoe, run):
    answer = client.get(address(cast, run, "match.xlsx"))
    assert answer.headers["Content-Disposition"].endswith('match.xlsx"')
    book = load_workbook(io.BytesIO(body(answer)), read_only=True)
    pairs, others = [list(book[name].values) for name in book.sheetnames]
    assert [len(pairs), len(others)] == [3, 2]
    score = pairs[1][pairs[0].index("Score of 1000")]
    assert score == run.proposals.first().score


@pytest.mark.parametrize("file", ["pairs.csv", "match.xlsx"])
def test_no_name_is_run_as_a_formula(client, cast, run, matching, file):
    User.objects.filter(pk=matching.ana.user_id).update(first_name='=HYPERLINK("http://x")', last_name="\x07Test")
    content = body(client.get(address(cast, run, file)))
    if file.endswith("csv"):
        names = [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    else:
        book = load_workbook(io.BytesIO(content))
        names = [row[0].value for row in book["Pairs"].rows]
        assert {row[0].data_type for row in book["Pairs"].rows} == {"s"}
    assert any(name.startswith("'=HYPERLINK") for name in names)
    assert not any(name.startswith("=") for name in names)


@pytest.mark.parametrize("file", FILES)
def test_nothing_confidential_leaves(client, cast, zoe, run, file):
    content = body(client.get(address(cast, run, file)))
    if file.endswith("xlsx"):
        book = load_workbook(io.BytesIO(content))
        content = repr([list(sheet.values) for sheet in book.worksheets]).encode()
    assert b"canary" not in content
    assert b"conflict" not in content
    assert b"declined" not in content


@pytest.mark.parametrize("file", FILES)
def test_who_took_it_is_recorded_by_id_alone(client, cast, run, matching, file):
    with capture_logs() as lines:
        body(client.get(address(cast, run, file)))
    entry = AuditEntry.objects.get(act="match.downloaded")
    assert (entry.about_id, entry.actor_id, entry.details) == (str(run.pk), cast.priya.pk, {"file": file})
    assert str(cast.priya.pk) not in repr(lines)


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "sam", "noor", "igor"])
def test_it_is_for_those_who_match(cast, sign_in, run, name):
    assert sign_in(cast.people[name]).get(address(cast, run, "pairs.csv")).status_code == 403


def test_another_programs_run_does_not_exist(cast, sign_in, client, run):
    elsewhere = make.CoordinatorFactory()
    own = reverse("match_export", args=[elsewhere.program.pk, run.pk, "pairs.csv"])
    assert sign_in(elsewhere.user).get(own).status_code == 404
    assert sign_in(elsewhere.user).get(address(cast, run, "pairs.csv")).status_code == 404


def test_only_a_finished_run_of_a_known_file(client, cast, run):
    assert client.post(address(cast, run, "pairs.csv")).status_code == 405
    assert client.get(address(cast, run, "pairs.csv").replace("pairs.csv", "pairs.doc")).status_code == 404
    MatchRun.objects.update(state="failed")
    assert client.get(address(cast, run, "pairs.csv")).status_code == 404


@pytest.mark.parametrize("file", FILES)
def test_it_costs_the_same_however_many(client, cast, run, matching, file, django_assert_max_num_queries):
    for _ in range(30):
        pair = {side: make.ParticipantFactory(cycle=matching.cycle, side=side) for side in ("junior", "senior")}
        run.own_proposals.create(score=1, **pair)
    with django_assert_max_num_queries(12):
        body(client.get(address(cast, run, file)))
