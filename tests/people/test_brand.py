"""The organisation's frame around messages: colour, foot and logo."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from notifications import kinds
from notifications.rendering import sample_words, this_site
from people.brand import contrast, ink_on, is_read_on_white
from people.models import AuditEntry, Organization


def picture(width=900, height=300, form="PNG", **saving):
    file = io.BytesIO()
    Image.new("RGB", (width, height), "#123456").save(file, form, **saving)
    return file.getvalue()


def save(client, *, logo=None, **typed):
    version = client.get(reverse("organization_edit")).context["form"].initial["version"]
    form = {"name": "Acme", "time_zone": "Europe/Berlin", "email_sender": "", "mail_color": "", "mail_footer": ""}
    files = {"logo": SimpleUploadedFile("logo.png", logo)} if logo else {}
    return client.post(reverse("organization_edit"), form | typed | files | {"version": version})


def mail(person):
    return sample_words(kinds.get("invitation"), person, this_site())


def test_colour_and_foot_stand_in_every_mail(cast, sign_in):
    save(sign_in(cast.omar), mail_color="#FFCC00", mail_footer="Acme & Sons\nAsk Priya")
    words = mail(cast.kavya)
    button = re.search(r'<a class="button"[^>]*style="([^"]*)"', words.html)[1]
    assert ("background-color: #ffcc00" in button, "color: #000000" in button) == (True, True)
    assert "Acme &amp; Sons<br>Ask Priya" in words.html
    assert "--\nAcme & Sons\nAsk Priya\n\nYou get this" in words.text
    assert 'color: #ffcc00"' not in words.html  # as a link it could not be read on white


@pytest.mark.parametrize("color", ["red", "#12345", "#12345g", "#0a5a5c;} body{display:none", "url(x)"])
def test_a_colour_is_a_colour(cast, sign_in, color):
    answer = save(sign_in(cast.omar), mail_color=color)
    assert answer.status_code == 422
    assert "mail_color" in answer.context["form"].errors
    assert Organization.objects.current().mail_color == ""


def test_words_on_the_colour_can_always_be_read():
    assert all(
        contrast(color, ink_on(color)) >= 4.5 for color in ("#000000", "#ffffff", "#777777", "#0a5a5c", "#ffcc00")
    )
    assert (is_read_on_white("#0a5a5c"), is_read_on_white("#ffcc00")) == (True, False)


def test_a_logo_is_made_anew_small_and_stands_at_the_head(cast, sign_in, client):
    secret = b"GPS 52.5 13.4"
    save(sign_in(cast.omar), logo=picture(form="JPEG", comment=secret))
    digest = Organization.objects.current().logo_digest
    url = reverse("logo", args=[digest])
    assert f'src="http://localhost:8000{url}"' in mail(cast.kavya).html
    answer = client.get(url)
    shown = Image.open(io.BytesIO(answer.content))
    assert (shown.format, shown.size) == ("PNG", (288, 96))
    assert secret not in answer.content
    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert client.get(reverse("logo", args=["0" * 16])).status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload='x'/>", b"GIF89a", b"not a picture", picture()[:200]])
def test_what_is_no_picture_is_refused_and_nothing_is_lost(cast, sign_in, content):
    answer = save(sign_in(cast.omar), logo=content, mail_footer="Ask Priya")
    assert answer.status_code == 422
    assert answer.context["form"].errors["logo"] == [
        "This is no picture that we can read. Take a PNG, JPEG, GIF or WebP file."
    ]
    assert answer.context["form"]["mail_footer"].value() == "Ask Priya"
    assert Organization.objects.current().logo_digest == ""


def test_a_picture_with_endless_points_is_refused(cast, sign_in):
    answer = save(sign_in(cast.omar), logo=picture(width=6000, height=6000))
    assert "too many points" in answer.context["form"].errors["logo"][0]


def test_it_goes_again_and_what_was_done_is_in_the_log(cast, sign_in):
    client = sign_in(cast.omar)
    save(client, logo=picture())
    digest = Organization.objects.current().logo_digest
    save(client, removes_logo="on")
    assert Organization.objects.current().logo_digest == ""
    assert "<img" not in mail(cast.kavya).html
    changes = [
        entry.details.get("logo") for entry in AuditEntry.objects.filter(act="organization.changed").order_by("at")
    ]
    assert [bool(change) for change in changes[-2:]] == [True, True]
    assert client.get(reverse("logo", args=[digest])).status_code == 404


def test_the_logo_is_not_read_where_it_is_not_shown(cast, django_assert_num_queries):
    assert Organization.objects.current()
    with django_assert_num_queries(1) as queries:
        Organization.objects.current()
    assert '"logo",' not in queries[0]["sql"]
