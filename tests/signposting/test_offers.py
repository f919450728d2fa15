"""What was suggested, chosen and helped is kept with who agreed to support, and told as counts alone."""

from uuid import uuid4

import pytest

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.people.queries import viewer_of
from kizuna.signposting import actions, queries
from kizuna.signposting.keep import Choice
from kizuna.signposting.models import Offer
from kizuna.signposting.report import came_lines
from tests.conftest import NOW
from tests.signposting.test_report import text_of
from tests.signposting.town import HOUSE, signed_in, town

pytestmark = pytest.mark.django_db


def test_a_link_worker_keeps_what_was_shown_and_chosen_and_then_what_came_of_it():
    made = town()
    client, page = signed_in(made.worker), f"/help/for/{made.ana}/"
    walk, lunch = f"group:{made.groups.walk}", f"service:{made.lunch}"
    assert 'form="choose"' in client.get(page).content.decode()
    form = {"option": walk, "shown": [walk, lunch], "need": "company.group"}
    for _ in range(2):
        assert client.post(f"{page}chosen/", form).url == page
    assert dict(Offer.objects.values_list("name", "group")) == {
        "Slow walk": "company",
        "Lunch club": "company",
    }
    assert list(Offer.objects.filter(chosen_at__isnull=False).values_list("name", flat=True)) == ["Slow walk"]
    assert Entry.objects.filter(verb="offer.chosen", person=made.ana).count() == 1
    said = text_of(client.get(page))
    assert "Chosen so far" in said and "They went, and it helped" in said
    offer = Offer.objects.get(name="Slow walk").pk
    assert client.post(f"{page}came/", {"offer": offer, "came": "helped"}).url == page
    assert Offer.objects.get(pk=offer).came == "helped"
    assert client.post(f"{page}came/", {"offer": offer, "came": "cured"}).status_code == 400
    other = {"offer": Offer.objects.get(name="Lunch club").pk, "came": "helped"}
    assert client.post(f"{page}came/", other).status_code == 404, "not chosen"
    held = queries.held_about(Viewer(role="resident", person=made.ana), made.ana)["suggestions"]
    assert {(one["name"], one["outcome"]) for one in held} == {("Lunch club", ""), ("Slow walk", "helped")}
    actions.erase(person=made.ana, by=HOUSE, now=NOW)
    assert not Offer.objects.exists()


def test_counts_are_told_by_need_and_the_small_are_hidden():
    (many, few) = came_lines([("company", 60, 40, 20, 10, 10), ("food", 12, 3, 0, 0, 0)])
    assert many.counts == (60, None, 20, 10, 10, None), "3 could be worked out from a total"
    assert few.counts == (12, None, 0, 0, 0, None)
    (alone,) = came_lines([("company", 60, 40, 20, 10, 0)])
    assert alone.unknown == 10


def test_the_report_counts_what_became_of_suggestions_in_ones_own_areas():
    made = town()
    worker = viewer_of(HOUSE, made.worker)
    walk = Choice("group", made.groups.walk)
    actions.record_choice(person=made.ana, shown=[walk], wanted=walk, group="company", by=worker, now=NOW)
    (line,) = queries.report(HOUSE, NOW).came
    assert (line.group, line.shown, line.helped) == ("company", None, 0), "one person is too few"
    there = Viewer(role="coordinator", areas=frozenset({made.groups.shore}))
    assert queries.report(there, NOW).came == ()


@pytest.mark.doors
@pytest.mark.parametrize("who", ["stranger", "resident", "far worker", "coordinator"])
def test_only_a_link_worker_within_reach_writes_it_down(who):
    made = town()
    viewers = {
        "stranger": (STRANGER, LogInFirst),
        "resident": (viewer_of(HOUSE, made.resident), NotAllowed),
        "far worker": (viewer_of(HOUSE, made.far_worker), NotFound),
        "coordinator": (
            Viewer(role="coordinator", areas=frozenset({made.groups.hill})),
            (NotAllowed, NotFound),
        ),
    }
    by, answer = viewers[who]
    walk = Choice("group", made.groups.walk)
    whole = {"person": made.ana, "by": by, "now": NOW}
    with pytest.raises(answer):
        actions.record_choice(shown=[walk], wanted=walk, group="", **whole)
    with pytest.raises(answer):
        actions.record_came(offer=uuid4(), came="helped", **whole)
    if who in ("stranger", "resident"):
        with pytest.raises((LogInFirst, NotAllowed)):
            queries.chosen_by(by, made.ana)
    else:
        assert who == "coordinator" or queries.chosen_by(by, made.ana) == ()
    assert not Offer.objects.exists()


def test_what_is_no_choice_is_refused():
    made = town()
    worker = viewer_of(HOUSE, made.worker)
    whole = {"person": made.ana, "by": worker, "now": NOW}
    for wanted in (None, Choice("service", str(uuid4()))):
        with pytest.raises(NotFound):
            actions.record_choice(shown=[], wanted=wanted, group="", **whole)
    with pytest.raises(Refused):
        actions.record_came(offer=uuid4(), came="cured", **whole)
