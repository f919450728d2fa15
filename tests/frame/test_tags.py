from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import translation

MOMENT = datetime(2026, 6, 9, 14, 0, tzinfo=UTC)


def shown(source: str, **context: object) -> str:
    return Template("{% load frame %}" + source).render(Context(context))


@pytest.fixture(autouse=True)
def _far_from_greenwich(settings):
    settings.TIME_ZONE = "America/New_York"
    settings.COUNTRY = "US"


def test_a_moment_is_shown_where_the_site_is():
    assert shown("{% local_time at %}", at=MOMENT) == (
        '<time datetime="2026-06-09T10:00-04:00">Tuesday 9 June 2026, 10:00</time>'
    )
    assert ">Tue 9 Jun, 10:00<" in shown('{% local_time at "short" %}', at=MOMENT)
    assert ">10:00<" in shown('{% local_time at "hour" %}', at=MOMENT)
    assert ">10:30<" in shown("{% local_time at %}", at=time(10, 30))


def test_a_day_is_the_day_where_the_site_is():
    late = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
    assert ">Tuesday 9 June 2026<" in shown("{% local_date at %}", at=late)
    assert ">Tuesday 9 June 2026<" in shown("{% local_date at %}", at=date(2026, 6, 9))
    assert ">June 2026<" in shown('{% local_date at "month" %}', at=late)


def test_what_is_not_known_is_not_shown():
    assert shown("{% local_time at %}{% local_date at %}{% distance at %}", at=None) == ""


def test_days_and_months_are_in_the_readers_language():
    with translation.override("es"):
        assert "junio" in shown("{% local_date at %}", at=MOMENT)


def test_distances_use_the_readers_comma():
    assert shown("{% distance 640 %}") == "650 m"
    with translation.override("es"):
        assert shown("{% distance 1234 %}").startswith("1,2")


def test_a_telephone_number_reads_from_left_to_right():
    assert (
        shown("{{ number|phone }}", number="3055550137") == '<bdi class="nb" dir="ltr">(305) 555-0137</bdi>'
    )
    assert "&lt;b&gt;" in shown("{{ number|phone }}", number="<b>")


@pytest.mark.usefixtures("small_site")
def test_htmx_is_a_static_file():
    assert 'src="/static/django_htmx/htmx-2.min' in shown("{% htmx %}")
