"""Certificates: who gets one, what it says, names of every script, all in one file, and whether it is genuine."""

import io
import re
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from frame import typesetting
from pairings import certificates, services
from pairings.models import Certificate
from pairings.services.messages import next_batch
from people.models import Organization, User
from tests.insights.pack.test_paper import fonts_for
from tests.pairings.test_closing import met

NAMES = ["שירה לוי", "محمد علي", "王小明", "김민수", "प्रिया शर्मा", "Łukasz Żółć"]


@pytest.fixture
def certificate(clock, cast):
    """Kavya and Jack have met three times and completed the cycle; Maria and Helen never met."""
    met(cast.pairing, 3)
    cast.agreement.topics.add(cast.topic)
    services.plan_closing(cycle=cast.cycle, by=cast.priya)
    clock.move_to(next_batch(timezone.now()))
    services.carry_out_closings()
    return Certificate.objects.for_paper().get(participant__user=cast.kavya)


def test_whoever_has_completed_has_one_and_nobody_else(cast, certificate):
    assert set(Certificate.objects.values_list("participant__user", flat=True)) == {cast.kavya.pk, cast.jack.pk}


def test_it_says_name_program_meetings_topics_and_sponsor_with_a_text_for_each_side(cast, certificate, sign_in):
    text = sign_in(cast.kavya).get(reverse("certificate_detail", args=[certificate.pk])).text
    for words in ("Kavya Nair", "Digital fluency", "3 meetings held", "Social media", "Lena Fischer", "has mentored"):
        assert words in text
    his = Certificate.objects.get(participant__user=cast.jack)
    assert "let themselves be mentored" in sign_in(cast.jack).get(
        reverse("certificate_detail", args=[his.pk])
    ).text  # fmt: skip


@pytest.mark.parametrize(("name", "status"), [("kavya", 200), ("priya", 200), ("omar", 200), ("jack", 404),
                                              ("maria", 404), ("lena", 404), ("noor", 404)])  # fmt: skip
def test_it_is_ones_own_and_the_teams(cast, certificate, sign_in, name, status):
    for page in ("certificate_detail", "certificate_pdf"):
        answer = sign_in(cast.people[name]).get(reverse(page, args=[certificate.pk]))
        assert answer.status_code in (status, 302 if status == 200 else 404)


def test_one_asks_for_the_pdf_the_worker_makes_it(cast, certificate, sign_in, django_capture_on_commit_callbacks):
    client = sign_in(cast.kavya)
    with django_capture_on_commit_callbacks() as work:
        client.post(reverse("certificate_make", args=[certificate.pk]))
        assert "It is being made" in client.get(reverse("certificate_detail", args=[certificate.pk])).text
    assert len(work) == 1
    work[0]()
    answer = client.get(reverse("certificate_pdf", args=[certificate.pk]))
    assert answer.content.startswith(b"%PDF-")


def test_the_team_takes_all_of_them_as_one_file(cast, certificate, sign_in, django_capture_on_commit_callbacks):
    client, query = sign_in(cast.priya), f"?cycle={cast.cycle.pk}"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("certificates_make", args=[cast.program.pk]), {"cycle": cast.cycle.pk})
    assert "Download all of them" in client.get(reverse("closing_check", args=[cast.program.pk]) + query).text
    answer = client.get(reverse("certificates_zip", args=[cast.program.pk]) + query)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["001-kavya-nair.pdf", "002-jack-whitfield.pdf"]
        assert archive.read("001-kavya-nair.pdf").startswith(b"%PDF-")


def test_anybody_can_see_that_it_is_genuine_and_nothing_more(certificate, client):
    text = client.get(reverse("certificate_verify", args=[certificate.code])).text
    assert "Kavya Nair" in text
    assert "Digital fluency" in text
    for words in ("Jack", "Social media", "3 meetings", "Lena"):
        assert words not in text


def test_codes_are_not_guessed(certificate, client):
    assert len(certificate.code) == 32
    assert client.get(reverse("certificate_verify", args=["x" * 32])).status_code == 404
    # More than a window allows, and the next one too: tests may begin in its last second.
    statuses = [client.get(reverse("certificate_verify", args=["y" * 32])).status_code for _ in range(70)]
    assert 429 in statuses


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_script_are_drawn(certificate, name):
    if not fonts_for(name):
        pytest.skip("no font for this script on this machine")
    User.objects.filter(pk=certificate.participant.user_id).update(first_name=name, last_name=name.split()[0])
    fresh = Certificate.objects.for_paper().get(pk=certificate.pk)
    html = certificates.html_of(fresh)
    pdf = typesetting.typeset(html, certificates.STYLE, has_pictures=True, uncompressed_pdf=True)
    assert b"/FontFile" in pdf
    pages = typesetting.document_of(html).render(stylesheets=[typesetting.style_of(certificates.STYLE)]).pages
    assert len(pages) == 1
    mapped = "".join(re.findall(r"<[0-9a-fA-F]+> <([0-9a-fA-F]+)>", pdf.decode("latin-1"))).upper()
    missing = [letter for letter in name if letter.isalpha() and f"{ord(letter):04X}" not in mapped]
    assert missing == []


def test_it_has_the_colour_and_the_logo_of_the_organisation(certificate):
    Organization.objects.current()
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
        "0f0003860180346d3f9c0000000049454e44ae426082"
    )
    Organization.objects.update(mail_color="#7a1f5c", logo=png, logo_digest="ab12")
    html = certificates.html_of(certificate)
    assert "color: #7a1f5c" in html
    assert "data:image/png;base64," in html
    assert certificates.as_pdf(certificate).startswith(b"%PDF-")


def test_a_colour_that_cannot_be_read_on_white_is_not_taken(certificate):
    Organization.objects.current()
    Organization.objects.update(mail_color="#ffff66")
    assert "#ffff66" not in certificates.html_of(certificate)
