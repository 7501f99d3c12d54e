"""How a form is rendered: names, hints, readers, errors, all tied to their field."""

import pytest
from django import forms
from django.utils.html import format_html

from frame.forms import Audience, DateInput, DateTimeInput, TimeInput, audience, rating_field


class NoteForm(forms.Form):
    note = audience(forms.CharField(label="Your note", help_text="One line"), Audience.PAIR)
    side = forms.ChoiceField(label="Side", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    more = forms.CharField(label="More", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_reader_stands_before_the_field_and_describes_it():
    html = str(NoteForm())
    assert html.index("The two of you") < html.index('name="note"')
    assert 'aria-describedby="id_note_audience id_note_helptext"' in html


def test_error_is_at_the_field_and_in_a_summary_that_links_to_it():
    html = str(NoteForm({"note": "", "side": "a", "version": 1}))
    assert '<a class="alert-link" href="#id_note">Your note</a>: Please fill this in.' in html
    assert 'aria-describedby="id_note_audience id_note_helptext id_note_error"' in html
    assert 'class="form-control is-invalid"' in html


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", "Please fill this in."),
        (forms.DateField(), "31.2.", "Enter a day that exists, such as 2026-11-26."),
        (forms.DateField(), "0001-01-01", "Enter a day of this century, such as 2026-11-26."),
        (forms.DateField(), "9999-12-31", "Enter a day of this century, such as 2026-11-26."),
        (forms.EmailField(), "noor@", "Enter an e-mail address such as name@example.com."),
        (forms.ChoiceField(choices=[("a", "A")]), "", "Choose one."),
        (forms.BooleanField(), False, "Tick this box to go on."),
    ],
)
def test_refused_field_says_what_to_do(field, typed, said):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]


def test_summary_leads_to_the_first_radio():
    assert 'href="#id_side_0"' in str(NoteForm({"note": "x", "version": 1}))


def test_optional_fields_are_marked_and_required_are_not():
    html = str(NoteForm())
    assert html.count("(optional)") == 1


def test_hidden_fields_stay_plain():
    assert '<input type="hidden" name="version" id="id_version">' in str(NoteForm())


def test_what_was_typed_is_escaped_and_kept():
    assert "&lt;b&gt;" in str(NoteForm({"note": "<b>", "side": "x"}))


def test_a_hint_is_text_unless_the_program_made_it_markup():
    typed, made = NoteForm(), NoteForm()
    typed.fields["note"].help_text = "What <i hx-post=/x/ hx-trigger=load> is to do"
    made.fields["note"].help_text = format_html("<ul><li>{}</li></ul>", "<i>")
    assert "What &lt;i hx-post=/x/ hx-trigger=load&gt; is to do" in str(typed)
    assert "<ul><li>&lt;i&gt;</li></ul>" in str(made)


@pytest.mark.parametrize(
    ("widget", "value", "html"),
    [
        (DateInput(), "2026-11-26", 'type="date"'),
        (TimeInput(), "14:00", 'type="time"'),
        (DateTimeInput(), "2026-11-26T14:00", 'type="datetime-local"'),
    ],
)
def test_dates_use_the_browsers_own_fields(widget, value, html):
    rendered = widget.render("when", value)
    assert html in rendered
    assert f'value="{value}"' in rendered


class RatingForm(forms.Form):
    safety = rating_field("Safety", low="Never", high="Always")


@pytest.mark.parametrize(("typed", "clean"), [("1", 1), ("5", 5)])
def test_rating_is_a_number(typed, clean):
    form = RatingForm({"safety": typed})
    assert form.is_valid()
    assert form.cleaned_data == {"safety": clean}


@pytest.mark.parametrize("typed", ["", "0", "6", "x", "4.5"])
def test_rating_outside_its_scale_is_refused(typed):
    assert not RatingForm({"safety": typed}).is_valid()


def test_rating_says_what_its_ends_mean():
    html = str(RatingForm())
    assert '1<span class="visually-hidden">, Never</span>' in html
    assert '5<span class="visually-hidden">, Always</span>' in html
