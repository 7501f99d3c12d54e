"""Every fact of the pack is the one in force: whoever changes the setting, the rule or the role changes the pack, and
reads in plain words what changed."""

import datetime as dt

import pytest

from community.services import save_community
from insights.pack import in_force
from insights.pack.changes import changes_between
from insights.pack.in_force import content_now
from insights.pack.organization import access, monitoring
from insights.rules import makes_packs
from notifications import kinds
from people.access import signed_in
from people.approvals import second_person
from people.models import Organization, RetentionPeriod, RoleGrant, User
from people.personal_data import PERSONAL_RECORDS
from people.retention.time_limits import RETENTION_RULES
from programs.models import Program, Question, Terms
from proposals.models import MatchPolicy
from sessions.reviews.services import open_round
from sessions.views import logs
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 27)


@pytest.fixture
def changed(cast):
    """Gives `changed(act)`: what differs in the pack after the act, as {what: (before, after)}."""

    def lines(act):
        before = content_now()
        act()
        after = content_now()
        names = {str(person.pk): str(person) for person in User.objects.all()}
        assert (before.fingerprint == after.fingerprint) == (before == after)
        return {change.what: (change.before, change.after) for change in changes_between(before, after, names.get)}

    return lines


def of_program(cast, **values):
    return lambda: Program.objects.filter(pk=cast.program.pk).update(**values)


def of_policy(cast, **values):
    return lambda: MatchPolicy.objects.filter(program=cast.program).update(**values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"score_threshold": 8},
            {
                "Answers of a side, at least, for a result of a review": ("5", "8"),
                "People asked on that side, at least": ("7", "10"),
                "Pairs, at least, before a sponsor reads more than totals": ("5", "8"),
            },
        ),
        ({"comment_threshold": 12}, {"People who comment, at least, before the team reads comments": ("10", "12")}),
        ({"review_months": 6}, {"Months between reviews": ("3", "6")}),
        ({"review_open_days": 21}, {"Days a review stays open": ("14", "21")}),
        ({"review_gap_days": 90}, {"Days between any two reviews, at least": ("60", "90")}),
        ({"answer_days": 5}, {"Days to answer": ("10", "5")}),
        ({"cadence_weeks": 2}, {"Weeks between meetings": ("3", "2")}),
        ({"meeting_minutes": 45}, {"Minutes of a meeting": ("60", "45")}),
        ({"meetings_goal": 9}, {"Number of meetings": ("8", "9")}),
        ({"alumni_months": 6}, {"Months in which people read their pages after a cycle": ("60", "6")}),
        ({"name": "Another name"}, {"Name": ("Digital fluency", "Another name")}),
        ({"sponsor": None}, {"Sponsor, who reads totals and results for groups": ("Lena Fischer", "nobody")}),
        ({"state": "archived"}, {"Digital fluency": ("in the pack", "no longer in the pack")}),
    ],
)
def test_what_a_program_sets(cast, changed, values, expected):
    assert changed(of_program(cast, **values)) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"minimum_level_gap": 1}, {"Levels between mentor and leader, at least": ("2", "1")}),
        ({"reporting_distance": 0}, {"Steps in the reporting line that keep two people apart": ("2", "off")}),
        ({"minimum_overlap_hours": 4}, {"Hours of the working day in common": ("2", "4")}),
        ({"forbids_same_manager": True}, {"Never under the same direct manager": ("no", "yes")}),
        ({"forbids_repeats": False}, {"Never a pair of an earlier cycle": ("yes", "no")}),
        ({"needs_shared_language": True}, {"A language in common": ("no", "yes")}),
        (
            {"needs_shared_topic": False},
            {"At least one topic that the leader wants and the mentor shares": ("yes", "no")},
        ),
        ({"is_fair": True}, {"Raise the lowest pair first": ("no", "yes")}),
        ({"one_partner_first": False}, {"One partner for everybody before anyone has two": ("yes", "no")}),
        ({"allows_self_matching": True}, {"Mentors and leaders may find each other": ("no", "yes")}),
    ],
)
def test_the_rules_by_which_pairs_are_made(cast, changed, values, expected):
    assert changed(of_policy(cast, **values)) == expected


def test_the_weights(cast, changed):
    found = changed(of_policy(cast, weights={"topics": 0, "wishes": 40}))
    assert found["Wanted topics covered"] == (
        "weight 50: up to 500 of 1000 points",
        "weight 0: up to 0 of 1000 points",
    )
    assert found["Wishes of both"][1] == "weight 40: up to 533 of 1000 points"


def test_questions_and_whether_they_count(cast, changed):
    question = Question(program=cast.program, text="How do you like to learn?", kind="choice", options=["a", "b"])
    found = changed(question.save)
    assert found["How do you like to learn?"] == ("", "the program team and the partner")
    found = changed(lambda: Question.objects.filter(pk=question.pk).update(counts="alike"))
    assert found["How do you like to learn?: Counts in matching"] == ("no", "yes")
    assert "weight 10" in found["How do you like to learn?"][1]
    found = changed(lambda: Question.objects.filter(pk=question.pk).update(is_lived=True))
    assert found["How do you like to learn?"][1] == "the program team alone; no explanation names it"
    assert found["How do you like to learn?: Counts in matching"][1] == "yes, for those who agree"


def test_the_terms_that_people_agree_to(cast, changed):
    def act():
        Terms.objects.create(program=cast.program, version=1, text="What is said stays here.")

    assert changed(act) == {"Terms that people agree to": ("none", "Version 1")}


def test_the_order_of_questions_is_no_change(cast, changed):
    one, other = (Question.objects.create(program=cast.program, text=text, position=1) for text in ("One?", "Other?"))
    before = content_now().fingerprint
    Question.objects.filter(pk=one.pk).update(position=5)
    assert content_now().fingerprint == before
    assert other.pk


def test_an_open_review_keeps_the_numbers_it_opened_with(cast, changed):
    def opened():
        open_round(cycle=cast.cycle, today=TODAY)

    found = changed(opened)
    (label,) = [label for label in found if "open now" in label]
    assert found[label] == ("", "5 answers, 10 people who comment")
    assert label not in changed(of_program(cast, score_threshold=9))


def test_who_holds_which_role(cast, changed):
    found = changed(lambda: make.CoordinatorFactory(program=cast.program, user=cast.helen))
    assert found == {"Coordinators": ("1 person: Priya Raman", "2 people: " + named("Helen Brandt", "Priya Raman"))}
    assert changed(lambda: make.RoleGrantFactory(user=cast.noor, role="operator")) == {
        "Operators (IT)": ("1 person", "2 people")
    }
    found = changed(lambda: make.RoleGrantFactory(user=cast.noor, role="hr_admin"))
    assert "Noor Aziz" in found["HR admins"][1]
    found = changed(of_program(cast, person_of_trust=cast.noor))
    assert found["Person of trust, outside HR and the team"] == ("nobody", "Noor Aziz")


def named(*names):
    """Both orders are right: people stand by their ids."""
    ids = {str(person): str(person.pk) for person in User.objects.all()}
    return ", ".join(sorted(names, key=lambda name: ids[name]))


def test_somebody_who_has_left_holds_no_role(cast, changed):
    RoleGrant.objects.create(user=cast.helen, role="hr_admin")
    found = changed(lambda: User.objects.filter(pk=cast.helen.pk).update(is_active=False))
    assert "Helen" not in found["HR admins"][1]


def test_somebody_else_of_the_same_name_is_a_change(cast, changed):
    twin = make.UserFactory(first_name="Lena", last_name="Fischer")
    found = changed(of_program(cast, sponsor=twin))
    assert found["Sponsor, who reads totals and results for groups"] == ("Lena Fischer", "Lena Fischer, another person")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("REQUIRE_SECOND_FACTOR", True, {
            "HR, coordinators and operators must use a second step to sign in": ("no", "yes")}),
        ("BASE_URL", "https://t.example", {"Address": ("http://localhost:8000", "https://t.example")}),
        ("SESSION_COOKIE_AGE", 3600, {"Signed out after so many minutes without use": ("720", "60")}),
        ("LOGGING", {"version": 1, "handlers": {"out": {"class": "logging.handlers.SocketHandler", "host": "h",
                                                        "port": 1}}}, {
            "Reports of errors go to": ("nobody: they stay in the log of this server",
                                        "logging.handlers.SocketHandler")}),
        ("SECURE_CSP", {"script-src": ["'self'", "https://counts.example"]}, None),
        ("USERSESSIONS_TRACK_ACTIVITY", True, None),
        ("DJANGO_STRUCTLOG_IP_LOGGING_ENABLED", True, None),
    ],
)  # fmt: skip
def test_what_the_server_sets(changed, settings, name, value, expected):
    found = changed(lambda: setattr(settings, name, value))
    if expected is None:
        ((before, after),) = found.values()
        assert after.endswith(before)
        assert after.startswith("Does NOT hold on this server")
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("name", "code", "label"),
    [
        ("AUDIT_KEPT_DAYS", "audit", "The audit log"),
        ("SIGN_INS_KEPT_DAYS", "team_sign_ins", "Sign-ins of HR, coordinators and operators"),
        ("OWN_SIGN_INS_KEPT_DAYS", "own_sign_ins", "Sign-ins of everybody else"),
    ],
)
def test_how_long_things_are_kept_by_the_server_and_by_hr(changed, settings, name, code, label):
    found = changed(lambda: setattr(settings, name, 400))
    assert found[label][1] == found[f"Your access log: {label}"][1] == "400 days"
    found = changed(lambda: RetentionPeriod.objects.create(code=code, days=500))
    assert found[label] == found[f"Your access log: {label}"] == ("400 days", "500 days")


def test_the_days_of_ones_own_sign_ins_stand_among_the_promises_too(changed):
    found = changed(lambda: RetentionPeriod.objects.create(code="own_sign_ins", days=45))
    assert any("last 45 you signed in" in after for _before, after in found.values())


def test_every_rule_of_retention_is_in_it(cast):
    section = next(one for one in content_now().parts[0].sections if one.code == "retention")
    assert {fact.code for fact in section.facts} == {"answers", *(rule.code for rule in RETENTION_RULES)}


def test_services_are_named_without_their_passwords(changed, settings):
    settings.REDIS_URL = ""

    def set_up():
        settings.MAIL_IS_REAL = True
        options = {"host": "mail.example", "username": "robot", "password": "canary-password", "use_tls": True}
        settings.MAILERS = {"default": {"BACKEND": "x", "OPTIONS": options}}
        settings.REDIS_URL = "redis://:canary-password@jobs.example:6379/0"

    assert changed(set_up) == {
        "Mail goes to": ("files on this machine: no mail leaves it", "mail.example, encrypted"),
        "Cache and job queue": ("files on this machine", "Redis, jobs.example"),
    }
    assert "canary-password" not in str(content_now().as_json())


def test_what_the_organisation_sets(cast, changed):
    found = changed(lambda: Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Tokyo"}))
    assert found == {"Time zone of the organisation": ("UTC", "Asia/Tokyo")}


def test_what_the_organisation_calls_them(cast, changed):
    words = {"mentor_word": "guide", "mentors_word": "guides"}
    found = changed(lambda: Organization.objects.update_or_create(pk=1, defaults=words))
    assert found == {"The organisation's own words": ("none", "guide (mentor), guides (mentors)")}


def test_the_register_of_what_is_kept_is_in_it_whole(cast):
    section = next(one for one in content_now().parts[0].sections if one.code == "register")
    assert {fact.code for fact in section.facts} == {record.label for record in PERSONAL_RECORDS}
    logs = next(fact for fact in section.facts if fact.code == "sessions.SessionLog")
    record = PERSONAL_RECORDS.find("sessions.SessionLog")
    assert dict(logs.details)["Read by"] == str(record.readers)
    assert dict(logs.details)["Kept"] == str(record.kept)


def test_every_kind_of_message_is_in_it(cast):
    section = next(one for one in content_now().parts[0].sections if one.code == "messages")
    assert {fact.code for fact in section.facts} == {kind.code for kind in kinds.all_kinds()}


def test_every_page_stands_under_its_subject_with_its_rule(cast, changed, monkeypatch):
    opened = access.opened_by_subject()
    assert opened["Meetings, logs and promises"]["mentor_or_leader"].pages
    assert "hr_admin" not in opened["Meetings, logs and promises"]
    monkeypatch.setattr(logs.meeting_log, "access_rule", makes_packs)
    assert "hr_admin" in access.opened_by_subject()["Meetings, logs and promises"]
    monkeypatch.setattr(logs.meeting_log, "access_rule", signed_in)
    assert "Meetings, logs and promises: Everyone of the roster, each for what concerns them" in changed(
        monkeypatch.undo
    )


def test_every_module_with_pages_has_a_subject_in_words():
    assert all(subject[0].isupper() and "_" not in subject for subject in access.opened_by_subject())


def test_another_version_of_the_product_is_a_change(changed, monkeypatch):
    assert changed(lambda: monkeypatch.setattr(in_force, "product_version", lambda: "9.9.9")) == {
        "Version of Turnabout": ("0.1.0", "9.9.9")
    }


def test_what_no_setting_changes_is_said_as_it_is(cast):
    said = {fact.value for fact in monitoring.not_monitored().facts}
    assert said == {str(absence.text) for absence in monitoring.ABSENCES}
    assert second_person.SEASONED.days == 30


def test_whether_a_line_manager_is_told_hours(cast, changed):
    told = changed(lambda: save_community(program=cast.program, tells_hours=True, asks_questions=True))
    assert told == {"A mentor's line manager is told hours of meetings": ("never", "if the mentor lets them")}
