"""Two people edit the same thing: both texts are kept."""

from django.test import RequestFactory

from frame.errors import conflict_response


def conflict(user, **more):
    request = RequestFactory().post("/log/", {"topics": "AI <b>", "same": "x", "version": "1"})
    request.user = user
    mine, theirs = {"Topics": "AI <b>", "Same": "x"}, {"Topics": "Budgets", "Same": "x"}
    return conflict_response(request, own_version=mine, saved_version=theirs, back_url="/log/", **more)


def test_both_texts_are_shown_and_equal_ones_are_not(cast):
    page = conflict(cast.noor)
    assert page.status_code == 409
    assert "AI &lt;b&gt;" in page.text
    assert "Budgets" in page.text
    assert ">Same<" not in page.text


def test_mine_can_be_sent_again_with_the_newer_version(cast):
    page = conflict(cast.noor, version=2).text
    assert '<input type="hidden" name="topics" value="AI &lt;b&gt;">' in page
    assert '<input type="hidden" name="version" value="2">' in page
    assert 'value="1"' not in page
