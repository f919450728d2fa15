"""The curator's pages of pairs: side by side, put together, taken apart, two; the command tells of them."""

import json

import pytest

from kizuna import cli
from kizuna.access.viewer import SYSTEM
from kizuna.directory import actions, queries
from kizuna.directory.models import Alike, Joined
from tests.conftest import NOW
from tests.directory.shelf import listing
from tests.directory.test_pages import admin

pytestmark = pytest.mark.django_db
__all__ = ["admin"]
HOUSE = SYSTEM("test")


def test_a_pair_is_put_together_field_by_field_and_taken_apart(admin, django_assert_max_num_queries):
    one, two = sorted(
        (listing(), listing(alert="Closed in May", url="https://elm.example/")), key=lambda s: str(s.pk)
    )
    actions.find_alike(by=HOUSE, now=NOW)
    client = admin
    with django_assert_max_num_queries(12):
        page = client.get("/services/care/duplicates/").content.decode()
    assert "1 pair looks like one" in page and "The same postal address" in page and "of 100" in page
    (row,) = Alike.objects.all()
    with django_assert_max_num_queries(12):
        page = client.get(f"/services/care/duplicates/{row.pk}/").content.decode()
    assert "Closed in May" in page and "1 Elm Street, Linden Bay" in page
    assert client.post(f"/services/care/duplicates/{row.pk}/").status_code == 422
    assert not Joined.objects.exists()
    said = {
        "answer": "one",
        "take-alert": "one" if one.alert else "two",
        "take-url": "one" if one.url else "two",
    }
    answer = client.post(f"/services/care/duplicates/{row.pk}/", said, follow=True)
    assert "You can undo this below" in answer.content.decode()
    assert "Nothing stands here twice" in answer.content.decode()
    assert "Put together lately" in answer.content.decode()
    kept = queries.service(HOUSE, one.pk, NOW)
    assert (kept.alert, kept.url) == ("Closed in May", "https://elm.example/")
    assert client.get(f"/services/{two.pk}/").status_code == 302
    join = Joined.objects.get()
    answer = client.post(f"/services/care/duplicates/{join.pk}/undo/", follow=True)
    assert "These are two again" in answer.content.decode()
    assert queries.service(HOUSE, one.pk, NOW).alert == one.alert
    client.post(f"/services/care/duplicates/{row.pk}/", {"answer": "two"})
    assert actions.find_alike(by=HOUSE, now=NOW) == 0 and not queries.alike(HOUSE)
    with django_assert_max_num_queries(12):
        assert "Said to be two" in client.get("/services/care/duplicates/").content.decode()
    client.post(f"/services/care/duplicates/{row.pk}/again/")
    assert len(queries.alike(HOUSE)) == 1


def test_the_command_says_how_many_pairs_wait_and_why(capsys):
    listing(), listing(), listing(name="Legal advice")
    assert cli.main(["directory", "duplicates", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["waiting"] == len(said["pairs"]) == 1
    assert (
        said["pairs"][0]["verdict"] == "same" and "The same telephone number" in said["pairs"][0]["reasons"]
    )
    assert cli.main(["directory", "duplicates"]) == 0
    assert "1 pair waits" in capsys.readouterr().out
