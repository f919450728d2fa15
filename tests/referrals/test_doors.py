"""Each of these fails when a deed lets everybody through, or when `visible` shows everything."""

from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.people.actions import withdraw_consent
from kizuna.people.queries import consents
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Referral, Step
from tests.conftest import NOW
from tests.referrals.town import HOUSE, Town, log_in, provider, refer

pytestmark = pytest.mark.doors
SHUT = (LogInFirst, NotFound, NotAllowed)


def others(town: Town) -> dict[str, Viewer]:
    """Everybody who has no business with Ana's referral."""
    return {
        "stranger": STRANGER,
        "another resident": town.other_resident,
        "a worker of another area": town.other_worker,
        "a coordinator": town.coordinator,
        "an organiser": Viewer(role="organiser", account=str(uuid4()), areas=frozenset({str(town.north)})),
        "a provider of another referral": Viewer(role="provider", token=f"referrals:{uuid4()}"),
        "a provider with a link of another room": Viewer(role="provider", token=f"directory:{uuid4()}"),
        "a provider with an account": Viewer(role="provider", organisations=frozenset({"o1"})),
    }


WHO = [
    "stranger",
    "another resident",
    "a worker of another area",
    "a coordinator",
    "an organiser",
    "a provider of another referral",
    "a provider with a link of another room",
    "a provider with an account",
]


@pytest.mark.parametrize("who", WHO)
def test_nobody_else_sees_the_referral(town: Town, who: str):
    id = refer(town)
    viewer = others(town)[who]
    with pytest.raises(SHUT):
        queries.case(viewer, id, NOW)
    for read in (
        lambda: queries.of_person(viewer, town.ana),
        lambda: queries.caseload(viewer, NOW),
        lambda: queries.today(viewer, NOW).lines,
        lambda: [row for row in queries.people_of(viewer, NOW).rows if row.who.id == str(town.ana)],
    ):
        with suppress(*SHUT):
            assert not read()
    assert not queries.visible(viewer).exists()


@pytest.mark.parametrize("who", WHO)
def test_nobody_else_changes_the_referral(town: Town, who: str):
    id = refer(town)
    viewer = others(town)[who]
    for step in (
        lambda: actions.take_step(referral=id, to="accepted", by=viewer, now=NOW),
        lambda: actions.take_step(referral=id, to="requested", by=viewer, now=NOW),
        lambda: actions.take_step(referral=id, to="cancelled", reason="other", by=viewer, now=NOW),
        lambda: actions.seen(referral=id, by=viewer, now=NOW),
        lambda: actions.resend_link(referral=id, by=viewer, now=NOW),
    ):
        with pytest.raises(SHUT):
            step()
    assert Referral.objects.get().status == "requested"
    assert Step.objects.count() == 1


@pytest.mark.parametrize("who", [*WHO, "ana herself"])
def test_nobody_but_a_worker_of_the_area_asks_for_a_place(town: Town, who: str):
    viewer = {**others(town), "ana herself": town.resident}[who]
    with pytest.raises(SHUT):
        refer(town, by=viewer)
    with pytest.raises(SHUT):
        queries.opening(viewer, town.ana, "service", town.club, NOW)
    assert not Referral.objects.exists()


@pytest.mark.parametrize("who", [w for w in WHO if w != "a worker of another area"])
def test_the_link_workers_pages_are_for_link_workers(town: Town, who: str):
    viewer = others(town)[who]
    for read in (queries.today, queries.people_of, queries.caseload):
        with pytest.raises((LogInFirst, NotAllowed)):
            read(viewer, NOW)
    with pytest.raises((LogInFirst, NotAllowed)):
        queries.person_page(viewer, town.ana, NOW)


@pytest.mark.parametrize("who", [*WHO, "her worker"])
def test_only_the_person_takes_it_along_or_has_it_erased(town: Town, who: str):
    refer(town)
    viewer = {**others(town), "her worker": town.worker}[who]
    with pytest.raises(SHUT):
        queries.held_about(viewer, town.ana)
    with pytest.raises(SHUT):
        actions.erase(person=town.ana, by=viewer, now=NOW)
    assert Referral.objects.count() == 1


def test_only_the_house_loads_referrals(town: Town):
    for viewer in (*others(town).values(), town.worker):
        with pytest.raises(SHUT):
            actions.load_referrals(referrals=[], by=viewer, now=NOW)


def test_figures_are_for_those_who_look_after_the_town(town: Town):
    for viewer in (STRANGER, town.resident, town.worker):
        with pytest.raises(SHUT):
            queries.figures(viewer, NOW)


def test_a_worker_of_another_area_cannot_see_the_person_at_all(town: Town):
    with pytest.raises(NotFound):
        queries.person_page(town.other_worker, town.ana, NOW)
    assert [row.who.id for row in queries.people_of(town.other_worker, NOW).rows] == [str(town.cem)]


def test_who_did_not_agree_to_support_is_out_of_sight(town: Town):
    with pytest.raises(NotFound):
        refer(town, person=town.ben)
    id = refer(town)
    support = next(c for c in consents(town.worker, town.ana) if c.purpose == "support")
    withdraw_consent(consent=support.id, by=town.resident, now=NOW)
    with pytest.raises(NotFound):
        queries.case(town.worker, id, NOW)
    with pytest.raises(NotFound):
        actions.take_step(referral=id, to="cancelled", reason="other", by=town.worker, now=NOW)


def test_residents_see_their_own_and_change_nothing(town: Town):
    id = refer(town)
    assert queries.case(town.resident, id, NOW).status == "requested"
    with pytest.raises(SHUT):
        actions.take_step(referral=id, to="cancelled", reason="other", by=town.resident, now=NOW)


def test_a_link_opens_its_own_referral_and_no_other(town: Town):
    mine = refer(town)
    by = provider(town)
    other = refer(town, person=town.cem, by=HOUSE)
    assert [UUID(str(pk)) for pk in queries.visible(by).values_list("pk", flat=True)] == [mine]
    with pytest.raises(NotFound):
        actions.take_step(referral=other, to="accepted", by=by, now=NOW)
    actions.take_step(referral=mine, to="accepted", by=by, now=NOW)


def test_the_deed_alone_keeps_a_link_to_its_own_referral(town: Town, monkeypatch: pytest.MonkeyPatch):
    mine = refer(town)
    by = provider(town)
    other = refer(town, person=town.cem, by=HOUSE)
    monkeypatch.setattr("kizuna.referrals.actions.steps.visible", lambda viewer: queries.visible(HOUSE))
    with pytest.raises(NotFound):
        actions.take_step(referral=other, to="accepted", by=by, now=NOW)
    actions.take_step(referral=mine, to="accepted", by=by, now=NOW)


def test_a_provider_cannot_do_the_workers_part(town: Town):
    id = refer(town)
    by = provider(town)
    for deed in (queries.today, queries.people_of):
        with pytest.raises(NotAllowed):
            deed(by, NOW)
    with pytest.raises(SHUT):
        queries.person_page(by, town.ana, NOW)
    with pytest.raises(SHUT):
        queries.case(by, id, NOW)


def pages(town: Town, referral: object) -> list[tuple[str, str]]:
    club = ["service", town.club]
    return [
        ("get", reverse("referrals:person", args=[town.ana])),
        ("get", reverse("referrals:open", args=[town.ana, *club])),
        ("post", reverse("referrals:open", args=[town.ana, *club])),
        ("get", reverse("referrals:case", args=[referral])),
        ("post", reverse("referrals:case", args=[referral])),
        ("post", reverse("referrals:resend", args=[referral])),
        ("post", reverse("referrals:seen", args=[referral])),
    ]


@pytest.mark.parametrize("there", [True, False])
def test_a_stranger_is_asked_to_log_in_whether_or_not_the_record_exists(town: Town, client, there: bool):
    id = refer(town) if there else uuid4()
    for method, url in [("get", reverse("referrals:today")), ("get", reverse("referrals:caseload"))]:
        assert getattr(client, method)(url).status_code == 302
    for method, url in pages(town, id):
        answer = getattr(client, method)(url)
        assert answer.status_code == 302, url
        assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize("there", [True, False])
def test_a_worker_of_another_area_gets_404_whether_or_not_the_record_exists(town: Town, client, there: bool):
    id = refer(town) if there else uuid4()
    log_in(client, town.other_worker)
    for method, url in pages(town, id):
        assert getattr(client, method)(url).status_code == 404, url


def test_a_resident_gets_neither_list_nor_record(town: Town, client):
    id = refer(town)
    log_in(client, town.other_resident)
    lists = [("get", reverse("referrals:today")), ("get", reverse("referrals:caseload"))]
    for method, url in [*lists, *pages(town, id)]:
        answer = getattr(client, method)(url, {"to": "cancelled", "reason": "other"})
        assert answer.status_code in {403, 404}, url
        assert "Ana" not in answer.content.decode()
    assert Referral.objects.get().status == "requested"
