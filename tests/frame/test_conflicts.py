"""Two saved at once: each sees both texts, loses nothing, and may save over the other's."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from frame.errors import Conflict, Refused, conflict_response
from frame.middleware import RefusedMiddleware
from frame.navigation import address_inside, chosen_theme
from frame.posts import digest, save_values, values_of
from people.models import User


def post(path="/here/", **data):
    request = RequestFactory().post(path, data, headers={"Accept": "text/html"})
    request.session = SessionStore()
    return request


def shown(mine, theirs, request=None, **more):
    request = request or post(purpose="Mine", version="old", csrfmiddlewaretoken="secret-token", form_token="t" * 32)
    request.user = User()
    answer = conflict_response(request, own_version=mine, saved_version=theirs, back_url="/back/", **more)
    assert answer.status_code == 409
    return answer.content.decode()


@pytest.mark.django_db
class TestPage:
    def test_only_what_differs_is_shown_and_each_beside_the_other(self):
        text = shown({"Purpose": "My words", "Name": "Same-name"}, {"Purpose": "Their words", "Name": "Same-name"})
        assert "My words" in text
        assert "Their words" in text
        assert "Same-name" not in text

    def test_what_was_typed_goes_with_the_button_and_no_old_token_does(self):
        text = shown({"Purpose": "Mine"}, {"Purpose": "Theirs"}, version="newer")
        assert 'name="purpose" value="Mine"' in text
        assert 'value="newer"' in text
        assert "secret-token" not in text
        assert "t" * 32 not in text

    def test_what_one_of_them_has_and_the_other_has_not_is_shown_too(self):
        assert "A new topic" in shown({}, {"Topic": "A new topic"})

    def test_words_are_words_and_no_markup(self):
        text = shown({"Purpose": "<script>mine</script>"}, {"Purpose": "<b>theirs</b>"})
        assert "<script>mine" not in text
        assert "&lt;b&gt;theirs" in text


@pytest.mark.django_db
class TestSaving:
    def save(self, person, seen, **values):
        return save_values(instance=person, values=values, seen=seen)

    def test_what_was_seen_may_be_changed(self, cast):
        seen = digest(values_of(cast.noor, ["city"]))
        assert self.save(cast.noor, seen, city="Oslo")
        assert User.objects.get(pk=cast.noor.pk).city == "Oslo"

    def test_what_changed_since_is_not_overwritten(self, cast):
        seen = digest(values_of(cast.noor, ["city"]))
        User.objects.filter(pk=cast.noor.pk).update(city="Bergen")
        with pytest.raises(Conflict):
            self.save(cast.noor, seen, city="Oslo")
        assert User.objects.get(pk=cast.noor.pk).city == "Bergen"

    def test_what_stands_there_already_is_no_conflict_whatever_was_seen(self, cast):
        assert self.save(cast.noor, "long ago", city="Berlin") is False

    def test_the_order_of_the_values_does_not_matter_and_each_value_does(self):
        assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
        assert digest({"a": 1, "b": 2}) != digest({"a": 2, "b": 1})


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/programs/?q=a", "/programs/?q=a"),
        ("http://testserver/programs/", "http://testserver/programs/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("programs/", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_away_from_the_site(address, leads_to):
    assert address_inside(RequestFactory().get("/"), address) == leads_to


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("pink", "auto"), ("", "auto")])
def test_a_theme_that_does_not_exist_is_the_usual_one(cookie, theme):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert chosen_theme(request) == theme


class TestRefusedOnTheWay:
    """A refusal that no view has shown is said on the page one came from."""

    def answer(self, request, error):
        said = []
        request._messages = type("Messages", (), {"add": lambda _self, _level, text, *_more: said.append(text)})()
        response = RefusedMiddleware(lambda _request: None).process_exception(request, error)
        return response, said

    def test_after_a_post_one_is_back_where_one_was(self):
        request = RequestFactory().post("/act/", headers={"Referer": "http://testserver/programs/?q=a"})
        response, said = self.answer(request, Refused("Not now."))
        assert (response.url, said) == ("http://testserver/programs/?q=a", ["Not now."])

    def test_but_never_on_another_site(self):
        request = RequestFactory().post("/act/", headers={"Referer": "https://evil.example/"})
        assert self.answer(request, Refused("Not now."))[0].url == "/"

    def test_a_page_that_is_refused_does_not_lead_to_itself(self):
        request = RequestFactory().get("/page/", headers={"Referer": "http://testserver/page/"})
        assert self.answer(request, Refused("Not now."))[0].url == "/"

    @pytest.mark.parametrize("error", [ValueError("a mistake"), Conflict()])
    def test_what_is_no_refusal_is_left_to_others(self, error):
        assert self.answer(RequestFactory().post("/act/"), error) == (None, [])
