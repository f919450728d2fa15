"""What an organiser decides about their group: its page, and when somebody counts as missed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities import queries
from kizuna.activities.actions import change_group
from kizuna.activities.forms import GroupForm
from kizuna.activities.group import Came, not_seen_lately
from tests.activities.town import Town, town
from tests.conftest import NOW
from tests.town import build


@pytest.fixture
def made(db: None) -> Town:
    return town()


def said(made: Town, **changes: object) -> GroupForm:
    """The form as it stands, with these changes."""
    group = queries.group(made.organiser, made.walk, NOW)
    shown = {name: value for name, value in GroupForm(group=group).initial.items() if value is not None}
    return GroupForm({**shown, **changes}, group=group)


def test_what_is_written_on_the_page_is_what_the_group_says_and_nothing_else_changes(made: Town) -> None:
    before = queries.group(made.organiser, made.walk, NOW)
    form = said(made, welcome_note="Ring twice.", join="referral", min_age=60, gender="female", cost="1.50")
    assert form.is_valid(), form.errors
    change_group(group=made.walk, page=form.page(), by=made.organiser, now=NOW)
    after = queries.group(made.organiser, made.walk, NOW)
    assert (after.welcome_note, after.join, after.min_age) == ("Ring twice.", "referral", 60)
    assert (after.genders, after.cost, after.confirmed_on) == (("female",), Decimal("1.50"), NOW.date())
    same = ("name", "description", "languages", "step_free", "size", "needs", "lat", "address", "quiet_weeks")
    assert all(getattr(after, name) == getattr(before, name) for name in same)
    emptied = said(made, cost="", steps="", languages="", size="")
    assert emptied.is_valid()
    change_group(group=made.walk, page=emptied.page(), by=made.organiser, now=NOW)
    left = queries.group(made.organiser, made.walk, NOW)
    assert (left.cost, left.step_free, left.languages, left.size) == (None, None, None, None)


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"min_age": 70, "max_age": 20}, "max_age"),
        ({"languages": "Xyzzyish"}, "languages"),
        ({"quiet_weeks": 0}, "quiet_weeks"),
        ({"quiet_weeks": 25}, "quiet_weeks"),
        ({"cost": "-1"}, "cost"),
        ({"join": "by magic"}, "join"),
    ],
)
def test_what_makes_no_sense_is_asked_again_at_its_place(
    made: Town, wrong: dict[str, object], at: str
) -> None:
    assert list(said(made, **wrong).errors) == [at]


@pytest.mark.doors
def test_only_who_keeps_a_group_writes_its_page(made: Town) -> None:
    page = said(made)
    assert page.is_valid()
    elsewhere = Viewer(role="organiser", account=made.organiser.account, areas=frozenset({made.shore}))
    with pytest.raises(NotFound):
        change_group(group=made.walk, page=page.page(), by=elsewhere, now=NOW)


def test_each_group_says_after_how_many_weeks_somebody_is_missed(made: Town) -> None:
    came = [Came("ana", "walk", NOW - timedelta(weeks=weeks)) for weeks in (5, 6)]
    missed = [bool(not_seen_lately(came, now=NOW, weeks=weeks)) for weeks in ({}, {"walk": 5}, {"walk": 6})]
    assert missed == [True, True, False]


@pytest.mark.django_db
def test_the_page_is_changed_on_the_site_and_counts_for_the_list_of_the_missed() -> None:
    built = build(NOW)
    client = Client()
    client.force_login(built.accounts["organiser"])
    address = reverse("activities:change_group", args=[built.group])
    assert client.post(address, {"join": "open"}).status_code == 422
    answer = client.post(address, {"join": "ask", "quiet_weeks": 8, "welcome_note": "Come in."})
    assert answer.status_code == 302
    group = queries.group(built.viewer("organiser"), built.group, NOW)
    assert (group.join, group.quiet_weeks) == ("ask", 8)
    assert b'name="quiet_weeks" value="8"' in client.get(address).content
