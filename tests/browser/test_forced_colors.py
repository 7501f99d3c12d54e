"""Where the reader chooses the colours, what is filled can still be told from what is not."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def shown(open_page, transactional_db):
    """Gives `shown(html)`: the picture of a part on a page of the frame, in forced colours."""
    page = open_page("/profile/", UserFactory(), forced=True)

    def picture(html: str) -> bytes:
        page.evaluate("html => { document.body.innerHTML = `<div id=part class=p-3>${html}</div>` }", html)
        return page.locator("#part").screenshot()

    return picture


BOX = '<input class="form-check-input" type="{kind}"{checked}>'
PARTS = {
    "checkbox": (BOX.format(kind="checkbox", checked=" checked"), BOX.format(kind="checkbox", checked="")),
    "radio": (BOX.format(kind="radio", checked=" checked"), BOX.format(kind="radio", checked="")),
    "progress": tuple(f'<progress class="progress" value="{n}" max="10"></progress>' for n in (2, 9)),
    "strip": tuple(
        f'<ul class="strip"><li class="{kind}"></li></ul>' for kind in ("tone-good", "tone-good is-unlogged")
    ),
    "rating": tuple(
        f'<div class="rating"><label>3<input type="radio"{checked}></label></div>' for checked in (" checked", "")
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_full_and_empty_look_different(shown, part):
    full, empty = PARTS[part]
    assert shown(full) != shown(empty)
