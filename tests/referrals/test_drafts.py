"""What a link worker writes survives a broken connection: kept here, sealed, by the number of its form."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.urls import reverse

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Draft, Talk
from tests.conftest import NOW
from tests.referrals.town import Town, account, log_in

SAID = {"how": "phone", "minutes": "20", "note": "She slept badly again."}


def kept(town: Town, attempt: UUID, turn: int, by=None, person=None, **more: str) -> bool:
    return actions.keep_draft(
        attempt=attempt,
        person=person or town.ana,
        said={**SAID, **more},
        turn=turn,
        by=by or town.worker,
        now=NOW,
    )


def test_the_newest_words_stay_whatever_arrives_late_or_twice(town: Town):
    id = uuid4()
    for turn, note, news in (
        (1, "a", True),
        (4, "abcd", True),
        (4, "x", False),
        (2, "ab", False),
        (5, "abcde", True),
    ):
        assert kept(town, id, turn, note=note) is news
    found = queries.draft(town.worker, town.ana)
    assert found is not None
    assert (found.said["note"], found.turn, found.attempt) == ("abcde", 5, str(id))
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM referrals_draft")
        assert "abcde" not in cursor.fetchone()[0]
    assert queries.held_about(town.resident, town.ana)["drafts"][0]["note"] == "abcde"
    kept(town, id, 6, note="n" * 9000, other="dropped")
    assert set(Draft.objects.get().said) == {"how", "minutes", "referral", "note"}
    assert len(Draft.objects.get().said["note"]) == 2000


def test_the_talk_takes_its_draft_along_and_a_late_draft_finds_nothing_to_keep(town: Town):
    id = uuid4()
    kept(town, id, 1)
    for _ in range(2):
        actions.write_talk(
            attempt=id, person=town.ana, how="phone", minutes=20, note="She slept.", by=town.worker, now=NOW
        )
        assert not kept(town, id, 9)
    assert Talk.objects.count() == 1
    assert not Draft.objects.exists()


def test_the_page_keeps_gives_back_and_throws_away(town: Town, client, django_assert_max_num_queries):
    log_in(client, town.worker)
    page, draft = (reverse(f"referrals:{name}", args=[town.ana]) for name in ("talks", "draft"))
    id = str(uuid4())
    assert client.post(draft, {**SAID, "attempt": id, "turn": "3"}).json() == {"turn": 3}
    for wrong in ({"attempt": "x", "turn": "1"}, {"attempt": id, "turn": "soon"}, {}):
        assert client.post(draft, wrong).status_code == 400
    assert client.get(draft).status_code == 405
    with django_assert_max_num_queries(12):
        shown = client.get(page)
    text = shown.content.decode()
    assert "She slept badly again." in text
    assert id in text
    assert "referrals/drafts.js" in text
    assert "no-store" in shown["Cache-Control"]
    assert client.post(page, {**SAID, "attempt": id}).status_code == 302
    assert Talk.objects.get(pk=id).note == "She slept badly again."
    client.post(draft, {**SAID, "attempt": str(uuid4()), "turn": "1"})
    assert client.post(draft, {"do": "drop"}).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.doors
def test_a_draft_is_for_whoever_writes_it(town: Town):
    mara = account("mara", "worker", (town.north,))
    id = uuid4()
    kept(town, id, 1)
    assert queries.draft(mara, town.ana) is None
    with pytest.raises(NotFound):
        kept(town, id, 2, by=mara)
    actions.drop_draft(person=town.ana, by=mara, now=NOW)
    for deed in (
        lambda: kept(town, uuid4(), 1, by=town.other_worker),
        lambda: kept(town, id, 2, by=town.other_worker, person=town.cem),
        lambda: actions.drop_draft(person=town.ana, by=town.other_worker, now=NOW),
    ):
        with pytest.raises(NotFound):
            deed()
    for viewer, shut in ((STRANGER, LogInFirst), (town.resident, NotAllowed), (town.coordinator, NotAllowed)):
        with pytest.raises(shut):
            queries.draft(viewer, town.ana)
        with pytest.raises(shut):
            kept(town, id, 2, by=viewer)
        with pytest.raises(shut):
            actions.drop_draft(person=town.ana, by=viewer, now=NOW)
    assert Draft.objects.get().turn == 1
