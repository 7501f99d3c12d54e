"""The pack as a PDF: what is on it, who gets which, and what is said where it cannot be made."""

import re
import shutil
import subprocess
import sys

import pytest
from django.urls import reverse

from frame import typesetting
from insights.models import Pack
from insights.pack import paper
from insights.pack.in_force import make_pack
from people.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
HEBREW, CHINESE = "שירה לוי", "王小明"


def fonts_for(text):
    """Whether this machine has a font with the first letter of the text."""
    if not shutil.which("fc-list"):
        return False
    asked = ["fc-list", f":charset={ord(text[0]):x}"]
    return bool(subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip())


@pytest.fixture
def kept(cast):
    User.objects.filter(pk=cast.lena.pk).update(first_name=HEBREW, last_name=CHINESE)
    return make_pack(by=cast.omar)


@pytest.fixture
def pages(kept):
    """The pages as WeasyPrint has set them."""
    document = typesetting.document_of(paper.html_of(kept, kept.said))
    return document.render(stylesheets=[typesetting.style_of(path) for path in paper.STYLES]).pages


def texts_in(page):
    return " ".join(box.text for box in page._page_box.descendants(placeholders=True) if hasattr(box, "text"))


def test_every_page_carries_its_number_and_the_whole_fingerprint(kept, pages):
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        text = texts_in(page)
        assert kept.fingerprint in text.replace(" ", "")
        assert f"{number} / {len(pages)}" in text


def test_it_says_what_the_page_says(kept, pages):
    text = re.sub(r"\s+", " ", " ".join(texts_in(page) for page in pages))
    for section in (section for part in kept.said.parts for section in part.sections):
        assert section.title in text
    assert "Omar Haddad" in text


def test_headings_are_marked_and_fonts_are_embedded(kept):
    pdf = typesetting.typeset(paper.html_of(kept, kept.said), *paper.STYLES, uncompressed_pdf=True)
    assert pdf.startswith(b"%PDF-")
    for mark in (b"/StructTreeRoot", b"/H1", b"/H2", b"/H3", b"/TH", b"/Lang", b"/FontFile"):
        assert mark in pdf
    assert b"/MarkInfo" in pdf


@pytest.mark.parametrize("name", [HEBREW, CHINESE])
def test_names_of_every_script_are_there_and_drawn_where_a_font_exists(kept, pages, name):
    if not fonts_for(name):
        pytest.skip("no font for this script on this machine")
    drawn = [line for page in pages for line in lines_of(page) if name[0] in line.text]
    assert drawn
    assert all(box.width > 0 for box in drawn)
    if not missing_glyphs(kept):
        return
    pytest.fail(f"drawn as empty boxes: {missing_glyphs(kept)}")


def lines_of(page):
    return [box for box in page._page_box.descendants(placeholders=True) if hasattr(box, "text")]


def missing_glyphs(kept):
    """Letters that a font of the paper has no glyph for: it maps them to glyph 0."""
    pdf = typesetting.typeset(paper.html_of(kept, kept.said), *paper.STYLES, uncompressed_pdf=True).decode("latin-1")
    mapped = {match[1].upper() for match in re.finditer(r"<[0-9a-fA-F]+> <([0-9a-fA-F]+)>", pdf)}
    return [letter for letter in (HEBREW + CHINESE).replace(" ", "") if f"{ord(letter):04X}" not in mapped]


def test_nothing_is_fetched_from_anywhere(kept, monkeypatch):
    asked, refuse = [], typesetting.NoFetching.fetch

    def note(self, url, headers=None):
        asked.append(url)
        refuse(self, url, headers)

    monkeypatch.setattr(typesetting.NoFetching, "fetch", note)
    html = paper.html_of(kept, kept.said)
    typesetting.typeset(html, *paper.STYLES)
    assert asked == []
    strange = '<link rel="stylesheet" href="http://x/a.css"><img src="file:///etc/hostname"><img src="http://x/">'
    assert typesetting.typeset(html.replace("<h1>", f"{strange}<h1>"), *paper.STYLES).startswith(b"%PDF-")
    assert set(asked) == {"http://x/a.css", "file:///etc/hostname", "http://x/"}


def test_one_asks_for_it_the_worker_makes_it_and_one_has_it(kept, cast, sign_in, django_capture_on_commit_callbacks):
    reader = sign_in(cast.kavya)
    page, pdf = (reverse(name, args=[kept.pk]) for name in ("pack_kept", "pack_paper"))
    assert "Make a PDF" in reader.get(page).text
    assert reader.get(pdf).url == page
    with django_capture_on_commit_callbacks() as work:
        reader.post(reverse("pack_paper_make", args=[kept.pk]))
        assert "The PDF is being made" in reader.get(page).text
        reader.post(reverse("pack_paper_make", args=[kept.pk]))
    assert len(work) == 1
    work[0]()
    assert "Download the PDF" in reader.get(page).text
    answer = reader.get(pdf)
    assert answer["Content-Type"] == "application/pdf"
    assert kept.fingerprint[:8] in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")


def test_whoever_reads_less_gets_a_paper_of_their_own(kept, cast, sign_in):
    make.ProgramFactory(name="A secret program")
    whole = make_pack(by=cast.omar)
    part = whole.said.only([str(cast.program.pk)])
    paper.make_paper(pack=whole, programs=[one.code for one in part.parts])
    assert paper.paper_of(whole, part)["state"] != ""
    assert paper.paper_of(whole, whole.said)["state"] == ""
    assert "A secret program" not in paper.html_of(whole, part)
    assert "Other programs of the organisation are left out here" in paper.html_of(whole, part)
    assert "are left out here" not in paper.html_of(whole, whole.said)


def test_asking_too_often_is_refused(kept, cast, sign_in):
    reader, url = sign_in(cast.kavya), reverse("pack_paper_make", args=[kept.pk])
    assert [reader.post(url).status_code for _each in range(11)] == [302] * 10 + [429]


def test_without_weasyprint_or_pango_the_page_says_so_and_can_be_printed(kept, cast, sign_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert_it_is_said(kept, cast, sign_in)


def test_without_the_library_pango_too(kept, cast, sign_in, monkeypatch):
    class NoPango:
        def __getattr__(self, name):
            raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setitem(sys.modules, "weasyprint", NoPango())
    assert_it_is_said(kept, cast, sign_in)


@pytest.fixture(autouse=True)
def as_in_a_new_process(monkeypatch):
    """What one test has loaded, another one may find missing."""
    monkeypatch.setitem(sys.modules, "frame.typesetting", typesetting)


def assert_it_is_said(kept, cast, sign_in):
    sys.modules.pop("frame.typesetting")
    paper.make_paper(pack=Pack.objects.get(pk=kept.pk), programs=[part.code for part in kept.said.parts])
    text = sign_in(cast.omar).get(reverse("pack_kept", args=[kept.pk])).text
    assert "WeasyPrint, or the library Pango that it needs, is not installed. Print this page" in text
    assert "Who holds which role" in text
    assert "Download the PDF" not in text
