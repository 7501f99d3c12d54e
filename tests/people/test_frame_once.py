"""A repeated post does a thing once."""

import base64
import datetime as dt
import threading

import pytest
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone

from frame import posts as module
from frame.posts import new_token, once
from people import frame_port
from people.models import FormToken
from people.retention.applying import apply_retention
from tests.cast import assemble


@pytest.fixture
def calls():
    return []


@pytest.fixture
def view(calls):
    @once
    def make_thing(request):
        calls.append(request.POST["name"])
        return HttpResponseRedirect(f"/things/{len(calls)}/") if request.POST["name"] else HttpResponse(status=422)

    return make_thing


def post(user, token, name="A", path="/things/"):
    request = RequestFactory().post(path, {"form_token": token, "name": name})
    request.user = user
    return request


@pytest.fixture
def somebody(cast):
    return cast.noor


def test_second_post_leads_where_the_first_led(view, calls, somebody):
    token = new_token()
    answers = [view(post(somebody, token)) for _ in range(2)]
    assert [answer.url for answer in answers] == ["/things/1/", "/things/1/"]
    assert calls == ["A"]


def test_refused_form_can_be_sent_again(view, calls, somebody):
    token = new_token()
    assert view(post(somebody, token, name="")).status_code == 422
    assert view(post(somebody, token)).url == "/things/2/"


def test_failed_view_frees_its_token(calls, somebody):
    @once
    def fails(request):
        calls.append(1)
        raise RuntimeError

    token = new_token()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            fails(post(somebody, token))
    assert calls == [1, 1]


def test_tokens_of_other_people_and_pages_do_not_meet(view, calls, cast):
    token = new_token()
    view(post(cast.noor, token))
    view(post(cast.omar, token))
    view(post(cast.noor, token, path="/others/"))
    assert len(calls) == 3


def test_posts_without_a_token_all_count(view, calls, somebody):
    for _ in range(2):
        view(post(somebody, ""))
    assert len(calls) == 2


def test_too_long_a_wait_says_so(somebody, monkeypatch):
    monkeypatch.setattr(module, "WAIT_S", 0)
    token = new_token()
    click = post(somebody, token)
    FormToken.objects.create(key=module.key_of(click, token))
    answer = once(lambda request: HttpResponse())(click)
    assert answer.status_code == 409
    assert "still being saved" in answer.text


def test_a_token_whose_post_died_is_free_again_after_a_while(view, calls, somebody):
    token = new_token()
    click = post(somebody, token)
    FormToken.objects.create(key=module.key_of(click, token), claimed_at=timezone.now() - frame_port.LOST)
    assert view(click).url == "/things/1/"
    assert view(post(somebody, token)).url == "/things/1/"


def test_tokens_are_forgotten_after_a_day(view, calls, somebody):
    old, new = new_token(), new_token()
    view(post(somebody, old))
    FormToken.objects.update(claimed_at=timezone.now() - frame_port.KEPT - dt.timedelta(minutes=1))
    view(post(somebody, new))
    apply_retention(codes=["form_tokens"])
    assert FormToken.objects.count() == 1
    assert view(post(somebody, new)).url == "/things/2/"
    assert len(calls) == 2


def test_the_key_tells_neither_person_nor_form(view, somebody):
    token = new_token()
    view(post(somebody, token))
    assert token not in str(FormToken.objects.get().key)


def test_a_copy_of_the_database_tells_neither_page_nor_minute(view, somebody, time_machine):
    """Who was there in that minute would else be who has paused the pair of the page."""
    time_machine.move_to(dt.datetime(2026, 11, 23, 10, 50, 12, tzinfo=dt.UTC), tick=False)
    token = new_token()
    view(post(somebody, token))
    kept = FormToken.objects.get()
    assert "/things/" not in kept.answer
    assert kept.claimed_at == dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    assert view(post(somebody, token)).url == "/things/1/"
    # A seal carries its time, too.
    assert int.from_bytes(base64.urlsafe_b64decode(kept.answer)[1:9]) == 0


def test_answers_of_any_kind_of_page_are_as_long(somebody):
    for url in ("/", "/pairing/7f1c8f9e-0000-4000-8000-000000000000/?held=1", "/notifications/"):
        once(lambda request, url=url: HttpResponseRedirect(url))(post(somebody, new_token()))
    lengths = {len(kept) for kept in FormToken.objects.values_list("answer", flat=True)}
    assert len(lengths) == 1


def test_whoever_knows_people_and_pages_cannot_try_them_out(view, somebody, settings):
    token = new_token()
    click = post(somebody, token)
    key = module.key_of(click, token)
    settings.SECRET_KEY = "another"
    assert module.key_of(click, token) != key


needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one"
)


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_click_during_the_first_waits_for_it(calls, monkeypatch):
    monkeypatch.setattr(module, "STEP_S", 0.01)
    somebody, inside, may_end = assemble().noor, threading.Event(), threading.Event()

    @once
    def slow(request):
        calls.append(1)
        inside.set()
        may_end.wait(5)
        return HttpResponseRedirect("/done/")

    token, answers = new_token(), []

    def click():
        answers.append(slow(post(somebody, token)).url)
        connection.close()

    first, second = threading.Thread(target=click), threading.Thread(target=click)
    first.start()
    inside.wait(5)
    second.start()
    may_end.set()
    first.join(5)
    second.join(5)
    assert (answers, calls) == (["/done/", "/done/"], [1])


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_the_same_moment_one_does_it(calls, monkeypatch):
    monkeypatch.setattr(module, "STEP_S", 0.01)
    somebody, at_once = assemble().noor, threading.Barrier(8)

    @once
    def make_thing(request):
        calls.append(1)
        return HttpResponseRedirect("/done/")

    for _ in range(12):
        token = new_token()

        def click(token=token):
            at_once.wait(5)
            make_thing(post(somebody, token))
            connection.close()

        threads = [threading.Thread(target=click) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert len(calls) == 12
