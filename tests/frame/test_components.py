"""Each component with each of its states, rendered as a room would include it."""

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory

from kizuna.frame.forms import DayField, GalleryForm
from kizuna.frame.paging import page_of
from kizuna.frame.samples import Moment, Reason

pytestmark = pytest.mark.usefixtures("small_site")


def shown(source: str, **context: Any) -> str:
    request = RequestFactory().get("/list/?q=soup")
    return Template("{% load frame i18n %}" + source).render(RequestContext(request, context))


def included(component: str, /, **context: Any) -> str:
    return shown(f'{{% include "frame/{component}.html" %}}', **context)


@pytest.mark.parametrize("kind", ["know", "care", "done", "wait", "danger"])
def test_a_notice_has_an_icon_and_words(kind: str):
    html = included("notice", kind=kind, title="Sent", text="They answer <soon>.")
    assert f'class="notice {kind}"' in html
    assert "<svg" in html and "<h2>Sent</h2>" in html
    assert "&lt;soon&gt;" in html


@pytest.mark.parametrize("kind", ["main", "quiet", "stop", "link"])
def test_a_button(kind: str):
    html = included(
        "button", label="Ring", kind=kind, name="step", value="ring", hidden="Bento", icon="phone"
    )
    assert 'name="step" value="ring"' in html
    assert '<span class="vh">Bento</span>' in html
    assert (kind in html) == (kind != "main")
    assert "<svg" not in included("button", label="Ring")


@pytest.mark.parametrize("kind", ["main", "quiet", "stop"])
def test_a_button_that_is_a_link(kind: str):
    html = included("button_link", label="Open", url="/cases/", kind=kind, icon="right")
    assert html.startswith("<a ") and 'href="/cases/"' in html
    assert html.index("Open") < html.index("<svg")


def test_a_link_card():
    assert "<small" in included("link_card", icon="food", title="Food", text="today", url="/help/")
    assert "<small" not in included("link_card", icon="food", title="Food", text="", url="/help/")


def test_the_error_summary_leads_to_each_field():
    form = GalleryForm({"phone": "55", "when_0": "31", "when_1": "2", "when_2": "2026"})
    html = included("error_summary", form=form)
    assert 'role="alert"' in html
    for anchor in ("id_phone", "id_when_0", "id_talk_0", "id_agree"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in "".join(included("field", field=field) for field in form)
    assert "4 things to fix" in html
    assert included("error_summary", form=GalleryForm()).strip() == ""


def test_the_error_summary_counts_one():
    class One(forms.Form):
        name = forms.CharField()

    assert "One thing to fix" in included("error_summary", form=One({}))


def test_the_error_summary_names_the_field_where_one_sentence_comes_twice():
    class Three(forms.Form):
        first = forms.CharField(label="Street", error_messages={"required": "Fill this in"})
        second = forms.CharField(label="Town", error_messages={"required": "Fill this in"})
        third = forms.CharField(label="Name", error_messages={"required": "Say who you are"})

    html = included("error_summary", form=Three({}))
    assert "Street: Fill this in" in html
    assert "Town: Fill this in" in html
    assert ">Say who you are<" in html


def test_a_field_ties_its_hint_and_its_error_to_the_box():
    form = GalleryForm({"phone": "55"})
    html = included("field", field=form["phone"])
    assert 'for="id_phone"' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'id="id_phone_helptext"' in html and 'id="id_phone_error"' in html
    assert 'aria-invalid="true"' in html and "bad" in html


@pytest.mark.parametrize("name", GalleryForm().fields)
def test_every_kind_of_field_has_a_label_and_no_error_before_it_is_sent(name: str):
    form = GalleryForm()
    html = included("field", field=form[name])
    assert str(form[name].label) in html
    assert "err" not in html and "aria-invalid" not in html


def test_a_field_that_may_stay_empty_says_so():
    assert "you can leave this empty" in included("field", field=GalleryForm()["note"])
    assert "you can leave this empty" not in included("field", field=GalleryForm()["phone"])


def test_a_hidden_field_stays_hidden():
    class Hidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    html = included("field", field=Hidden(initial={"token": "abc"})["token"])
    assert 'type="hidden"' in html and "label" not in html


def test_choices_start_with_nothing_selected_and_may_be_the_heading():
    html = included("choices", field=GalleryForm()["talk"], heading=True)
    assert html.count('type="radio"') == 3
    assert "checked" not in html
    assert "<legend><h1>" in html
    assert "<h1>" not in included("choices", field=GalleryForm()["talk"])
    assert 'value="2"' in html and 'type="checkbox"' in included("choices", field=GalleryForm()["reach"])


def test_an_answer_that_was_given_stays_given():
    assert "checked" in included("choices", field=GalleryForm({"talk": "2"})["talk"])
    assert included("choices", field=GalleryForm({"reach": ["phone", "text"]})["reach"]).count("checked") == 2


def test_a_date_has_three_labelled_boxes_that_keep_what_was_typed():
    html = included("date", field=GalleryForm({"when_0": "31", "when_1": "2", "when_2": "2026"})["when"])
    assert html.count("<input") == 3
    assert 'value="31"' in html and 'value="2026"' in html
    assert "There is no such day" in html


def test_progress_says_where_one_is():
    html = included("progress", step=3, of=12)
    assert "Page 3 of 12" in html
    assert html.count("<i") == 12 and html.count('class="d"') == 2 and html.count('class="h"') == 1
    assert "Step 1" in included("progress", step=1, of=3, label="Step 1")


@pytest.mark.parametrize("kind", ["info", "care", "done", "wait", "plain"])
def test_a_tag_has_an_icon_and_a_word(kind: str):
    html = included("tag", kind=kind, text="Waiting")
    assert f'class="tag {kind}"' in html and "<svg" in html and "Waiting" in html


def test_the_cord_is_dashed_where_it_has_not_happened_yet():
    moments = [Moment("Asked", "Monday"), Moment("Agreed", ""), Moment("First visit", "Tuesday", next=True)]
    html = included("timeline", items=moments)
    assert html.count("<li>") == 1
    assert html.index('class="then"') < html.index("Agreed") < html.index('class="next"')
    assert included("timeline", items=[{"title": "Asked", "next": False}]).count("<li>") == 1
    assert 'class="next"' in included("timeline", items=[{"title": "Asked", "next": True}])


def test_a_person():
    assert "<h1>Bento Sardinha</h1>" in included("person", name="Bento Sardinha", detail="71")
    html = included("person", name="Bento Sardinha", detail="", heading=False)
    assert "<h1>" not in html and ">BS<" in html


def test_nothing_here_yet():
    assert "No one is waiting." in included("empty", title="No one is waiting.", text="")


@pytest.mark.parametrize(
    ("page", "ways"),
    [
        (page_of(180, 1), ["page=2"]),
        (page_of(180, 2), ["page=1", "page=3"]),
        (page_of(180, 9), ["page=8"]),
        (Paginator(range(180), 20).get_page(2), ["page=1", "page=3"]),
        (page_of(3, 1), []),
    ],
)
def test_page_numbers_keep_the_search(page: Any, ways: list[str]):
    html = included("pages", page=page)
    assert html.count("<a ") == len(ways)
    assert all(f"q=soup&amp;{way}" in html for way in ways)


@pytest.mark.parametrize(
    ("kind", "link"), [("call", "tel:988"), ("text", "sms:988"), ("emergency", "tel:988")]
)
def test_a_call_is_one_big_link(kind: str, link: str):
    html = included("call", number="988", text="Free, day and night.", kind=kind)
    assert html.startswith("<a ") and f'href="{link}"' in html
    assert ("hotc" in html) == (kind == "emergency")


def test_a_call_may_lead_elsewhere():
    assert 'href="https://chat.example"' in included("call", number="Chat", url="https://chat.example")


def test_a_doubt_looks_like_one():
    html = included("reasons", reasons=[Reason("Free"), Reason("We do not know the hours", known=False)])
    assert html.count('class="q"') == 1


def test_keeping_a_page_waits_for_the_script():
    assert "hidden" in included("keep")


def test_a_day_is_a_day():
    field = DayField()
    assert field.clean(["9", "6", "2026"]).isoformat() == "2026-06-09"
    assert field.has_changed(None, ["9", "6", "2026"])
    for typed in ("31 2 2026", "9 13 2026", "9 six 2026", " 6 2026", "  "):
        with pytest.raises(forms.ValidationError) as wrong:
            field.clean(typed.split(" "))
        assert len(wrong.value.messages) == 1
    assert DayField(required=False).clean(["", "", ""]) is None
