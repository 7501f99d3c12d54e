"""How the letters of a file are read: guessed, shown, and chosen by hand."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import User
from roster.columns import carried_over
from roster.dates import MONTH_FIRST
from roster.encodings import ENCODINGS, codec_for, odd_values, refuse_undecodable
from roster.models import RosterImport
from tests import factories as make
from tests.roster.files import HEADER, csv, rows_of, workbook

CZECH = csv(
    "1,Božena,Němcová,bozena@x.org,Ředitelka,Účtárna,Plzeň,Česko,", "2,Jiří,Dvořák,jiri@x.org,Účetní,IT,Brno,Česko,1"
).decode()
FIRST_NAMES = ["Božena", "Jiří"]


@pytest.fixture
def hr(db, sign_in):
    return sign_in(make.RoleGrantFactory(user__level=None, user__level_source="").user)


@pytest.fixture
def upload(hr):
    def send(content: bytes) -> RosterImport:
        hr.post(reverse("roster_upload"), {"file": SimpleUploadedFile("people.csv", content)})
        return RosterImport.objects.get()

    return send


def shown(hr, roster):
    return hr.get(reverse("roster_columns", args=[roster.pk])).context["form"]


def send(hr, roster, **changes):
    """The columns page as it stands, with some fields changed."""
    form = shown(hr, roster)
    data = {name: form[name].value() or "" for name in form.fields} | changes
    return hr.post(reverse("roster_columns", args=[roster.pk]), data)


def test_the_page_shows_the_guess_with_words_to_judge_it_by(hr, upload):
    roster = upload(CZECH.encode())
    page = hr.get(reverse("roster_columns", args=[roster.pk]))
    assert '<option value="utf-8" selected>UTF-8</option>' in page.text
    assert '<option value="," selected>Comma</option>' in page.text
    for word in ("<li>Božena</li>", "<li>Němcová</li>", "<li>Ředitelka</li>"):
        assert word in page.text


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "mac_latin2", "cp852"])
def test_a_wrong_guess_is_mended_by_hand(hr, upload, encoding):
    roster = upload(CZECH.encode(encoding))
    answer = send(hr, roster, encoding=encoding)
    assert (answer.status_code, answer.url) == (302, reverse("roster_columns", args=[roster.pk]))
    assert [row[1] for row in RosterImport.objects.get().mapping["samples"]] == FIRST_NAMES
    send(hr, roster)
    hr.post(reverse("roster_apply", args=[roster.pk]))
    found = User.objects.filter(email__endswith="@x.org").order_by("email")
    assert [person.name for person in found] == ["Božena Němcová", "Jiří Dvořák"]
    assert {person.country for person in found} == {"Česko"}


def test_the_problem_rows_are_in_the_chosen_encoding_too(hr, upload):
    roster = upload(csv("1,Božena,Němcová,nobody,Účetní,IT,Plzeň,Česko,").decode().encode("iso8859-2"))
    send(hr, roster, encoding="iso8859-2")
    send(hr, roster)
    answer = hr.get(reverse("roster_problems", args=[roster.pk]))
    assert "Božena,Němcová" in b"".join(answer.streaming_content).decode()


def test_what_was_chosen_is_kept_when_the_file_is_read_anew(hr, upload):
    roster = upload(CZECH.encode("cp1250"))
    send(hr, roster, encoding="cp1250", column_6="", column_5="location", date_order=MONTH_FIRST, level_mode="keep",
         everyone="everyone")  # fmt: skip
    form = shown(hr, roster)
    values = [form[name].value() for name in ("column_6", "column_5", "date_order", "level_mode", "everyone")]
    assert values == ["", "location", MONTH_FIRST, "keep", "everyone"]


def test_reading_it_again_as_it_is_stays_with_the_columns(hr, upload):
    roster = upload(CZECH.encode("cp1250"))
    answer = send(hr, roster, again="1")
    assert answer.url == reverse("roster_columns", args=[roster.pk])
    assert RosterImport.objects.get().state == "uploaded"


def test_a_preview_of_the_wrong_letters_counts_no_longer(hr, upload):
    roster = upload(CZECH.encode("cp1250"))
    send(hr, roster)
    assert RosterImport.objects.get().state == "previewed"
    send(hr, roster, encoding="cp1250")
    roster = RosterImport.objects.get()
    assert (roster.state, roster.preview, roster.counts, roster.fingerprint) == ("uploaded", {}, {}, "")
    assert hr.post(reverse("roster_apply", args=[roster.pk])).status_code == 302
    assert not User.objects.filter(email__endswith="@x.org").exists()


def test_an_encoding_that_the_file_is_not_in_is_refused_and_loses_nothing(hr, upload):
    roster = upload(CZECH.encode("cp1250"))
    before = RosterImport.objects.values().get()
    answer = send(hr, roster, encoding="utf-8", column_6="")
    form = answer.context["form"]
    assert (answer.status_code, form["column_6"].value(), form["encoding"].value()) == (422, "", "utf-8")
    assert form.errors["encoding"][0].startswith("The file is not written in UTF-8")
    assert RosterImport.objects.values().get() == before


@pytest.mark.parametrize("field", ["encoding", "separator"])
def test_one_that_is_not_offered_is_refused(hr, upload, field):
    roster = upload(CZECH.encode())
    answer = send(hr, roster, **{field: "rot13"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_another_separator_cuts_the_columns_anew_and_keeps_those_with_a_known_name(hr, upload):
    roster = upload(b"mail;first,last;town\nann@x.org;Ann,Lee;Rome\nbo@x.org;Bo,Ek;Oslo\n")
    assert roster.mapping["separator"] == ";"
    send(hr, roster, separator=",", column_0="email")
    mapping = RosterImport.objects.get().mapping
    assert mapping["header"] == ["mail;first", "last;town"]
    send(hr, roster, separator=";")
    assert RosterImport.objects.get().mapping["header"] == ["mail", "first,last", "town"]


def test_a_workbook_has_neither_choice(hr, upload):
    roster = upload(workbook(["Name", "E-mail"], ["Božena Němcová", "bozena@x.org"]))
    page = hr.get(reverse("roster_columns", args=[roster.pk])).text
    assert [name for name in ("encoding", "separator", "sheet") if f'name="{name}"' in page] == []
    assert send(hr, roster, level_mode="derived").url == reverse("roster_import", args=[roster.pk])


def test_a_file_of_plain_letters_says_that_it_makes_no_difference(hr, upload):
    roster = upload(csv("1,Ann,Lee,ann@x.org,Clerk,IT,Rome,Italy,"))
    assert "every encoding reads the same" in hr.get(reverse("roster_columns", args=[roster.pk])).text


def test_each_word_of_the_sample_shows_a_new_letter():
    rows = [["Ann", "Jörg"], ["Köln", "Weiß"], ["Weiß", "Zoë"]]
    assert odd_values(rows) == ["Jörg", "Weiß", "Zoë"]


@pytest.mark.parametrize("encoding", list(ENCODINGS))
def test_every_encoding_that_is_offered_can_be_read(encoding):
    content = HEADER.encode(encoding)
    codec = codec_for(content, encoding)
    refuse_undecodable(content, codec)
    assert content.decode(codec) == HEADER


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_with_its_bytes_in_either_order(codec):
    content = HEADER.encode(codec)
    assert content.decode(codec_for(content, "utf-16")) == HEADER


def test_bytes_that_mean_nothing_in_windows_pages_are_read_as_of_an_old_mac():
    content = "name,city\nÅse Bjørn,Ålesund\nRenée,Nîmes\n".encode("mac_roman")
    assert rows_of(content)[1:] == [["Åse Bjørn", "Ålesund"], ["Renée", "Nîmes"]]


@pytest.mark.parametrize(
    ("before", "header", "guessed", "after"),
    [
        ([("Jmno", ""), ("mail", "email")], ["Jméno", "mail"], ["first_name", "email"], ["first_name", "email"]),
        ([("Jmno", "last_name"), ("mail", "")], ["Jméno", "mail"], ["first_name", "email"], ["last_name", ""]),
        ([("a;b", "email")], ["a", "b"], ["email", "city"], ["email", "city"]),
        ([("a", "city"), ("b", ""), ("c", "")], ["a", "b"], ["email", "country"], ["city", ""]),
    ],
)
def test_columns_keep_their_targets(before, header, guessed, after):
    assert carried_over(before, header, guessed) == after
