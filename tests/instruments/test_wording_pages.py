"""A site's own words of published scales: who keeps them, what is kept, and what can then be asked."""

import html
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.instruments import actions, queries
from kizuna.instruments.fhir import write_questionnaire
from kizuna.instruments.fhir.asking import questionnaire_of
from kizuna.instruments.files import read
from kizuna.instruments.models import Wording
from kizuna.instruments.wording import PERMISSION, slots, worded
from kizuna.ledger.models import Entry
from kizuna.people.actions import open_account
from kizuna.people.models import Account
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")


def all_words(code: str) -> dict[str, str]:
    found = read(code)
    assert found is not None
    return {slot.key: f"Words for {slot.key}" for slot in slots(found)}


def keep(code: str, words: dict[str, str], language: str = "en", by: Viewer = HOUSE) -> None:
    actions.keep_wording(scale=code, language=language, words=words, by=by, now=NOW)


def test_a_scale_is_asked_in_a_language_when_all_its_words_are_there() -> None:
    words = all_words("who-5")
    keep("who-5", {key: text for key, text in words.items() if key != "item:3"})
    assert queries.askable(STRANGER, "en") == []
    assert not queries.instrument(STRANGER, "who-5", "en").worded
    keep("who-5", words)
    (found,) = queries.askable(STRANGER, "en")
    assert (found.code, found.item("3").text, found.item("3").choices[2].label) == (
        "who-5",
        "Words for item:3",
        "Words for answer:how_often:2",
    )
    assert queries.instrument(STRANGER, "who-5", "en") == found
    assert queries.askable(STRANGER, "es") == []
    assert not queries.instrument(STRANGER, "who-5").worded


def test_the_same_words_again_change_nothing_and_empty_ones_go() -> None:
    words = all_words("who-5")
    keep("who-5", words)
    rows, notes = list(Wording.objects.values_list("pk", "text")), Entry.objects.count()
    keep("who-5", words)
    assert (list(Wording.objects.values_list("pk", "text")), Entry.objects.count()) == (rows, notes)
    keep("who-5", words | {"item:1": "New", "item:2": "  "})
    found = queries.words_of(HOUSE, "who-5", "en")
    assert found["item:1"] == "New"
    assert "item:2" not in found
    assert Entry.objects.filter(verb="wording.kept").count() == 2


def test_words_that_need_permission_are_kept_only_with_it() -> None:
    words = all_words("cd-risc-2")
    with pytest.raises(Refused, match="who allowed you"):
        keep("cd-risc-2", words)
    assert not Wording.objects.exists()
    keep("cd-risc-2", words | {PERMISSION: "Letter of 3 May 2026"})
    assert [one.code for one in queries.askable(STRANGER, "en")] == ["cd-risc-2"]
    Wording.objects.filter(key=PERMISSION).delete()
    assert queries.askable(STRANGER, "en") == []
    assert not queries.instrument(STRANGER, "cd-risc-2", "en").worded


def test_what_does_not_belong_to_a_scale_is_refused() -> None:
    with pytest.raises(Refused, match="item:99"):
        keep("who-5", {"item:99": "x"})
    with pytest.raises(Refused, match="1000 characters"):
        keep("who-5", {"item:1": "x" * 1001})
    with pytest.raises(NotFound):
        keep("who-5", {}, language="tlh")
    for code in ("check-up", "nothing"):
        with pytest.raises(NotFound):
            keep(code, {})
    assert not Wording.objects.exists()


@pytest.mark.doors
def test_only_administrators_keep_words() -> None:
    for role in ("resident", "worker", "organiser", "provider", "coordinator", "analyst"):
        viewer = Viewer(role=role, account="a", areas=frozenset({"x"}))  # type: ignore[arg-type]
        for deed in (
            lambda v=viewer: keep("who-5", {}, by=v),
            lambda v=viewer: queries.scales(v),
            lambda v=viewer: queries.words_of(v, "who-5", "en"),
            lambda v=viewer: queries.scale_to_word(v, "who-5"),
        ):
            with pytest.raises(NotAllowed):
                deed()
    with pytest.raises(LogInFirst):
        queries.scales(STRANGER)


@pytest.fixture
def client() -> Client:
    account = open_account(email="ada@example.org", role="admin", name="Ada", by=HOUSE, now=NOW)
    browser = Client()
    browser.force_login(Account.objects.get(pk=account))
    return browser


def test_an_administrator_types_the_words_once_a_language(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        page = client.get("/scales/").content.decode()
    assert "never their words" in page
    assert page.count('<td><a href="/scales/') == 25
    with django_assert_max_num_queries(12):
        page = client.get("/scales/phq-9/").content.decode()
    assert "Kroenke" in page
    assert "None yet" in page
    with django_assert_max_num_queries(12):
        page = client.get("/scales/phq-9/en/").content.decode()
    assert (page.count('type="text"'), page.count("<textarea")) == (4, 10)
    assert "shows the crisis numbers at once" in page
    found = read("phq-9")
    assert found is not None
    typed = {f"words-{n}": f"Words {n}" for n, _ in enumerate(slots(found))}
    with django_assert_max_num_queries(20):
        answer = client.post("/scales/phq-9/en/", typed | {"words-5": ""}, follow=True)
    assert "Some words are still missing" in answer.content.decode()
    assert "1 text is missing" in answer.content.decode()
    answer = client.post("/scales/phq-9/en/", typed, follow=True)
    assert "can be asked" in answer.content.decode()
    assert [one.code for one in queries.askable(STRANGER, "en")] == ["phq-9"]


def test_without_permission_the_page_says_what_is_needed(client: Client) -> None:
    answer = client.post("/scales/swemwbs/en/", {"words-1": "x"})
    assert answer.status_code == 422
    assert "who allowed it and when" in answer.content.decode()
    assert not Wording.objects.exists()


def sent(resource: Any, name: str = "file.json") -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile(
            name, resource if isinstance(resource, bytes) else json.dumps(resource).encode()
        )
    }


def test_a_fhir_file_is_shown_before_it_is_kept(client: Client) -> None:
    found = read("who-5")
    assert found is not None
    resource = write_questionnaire(
        questionnaire_of(worded(found, all_words("who-5")), "http://example.org/q")
    )
    answer = client.post("/scales/who-5/en/file/", sent(resource))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Not saved yet" in page
    assert "Words for item:4</textarea>" in page
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        (b"{}", "a FHIR something"),
        (b"{", "It is no JSON"),
        (b"PK", "not the kind of file"),
        (b'{"a":' * 100_000, "It is no JSON"),
        ({"resourceType": "Questionnaire", "status": "active", "copyrightLabel": "x"}, "R5"),
        (
            {
                "resourceType": "Questionnaire",
                "status": "active",
                "item": [{"linkId": "1", "type": "choice"}],
            },
            "who-5 has 5 questions; the file has 1",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(
    client: Client, resource: Any, said: str
) -> None:
    answer = client.post("/scales/who-5/en/file/", sent(resource))
    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode())
    assert not Wording.objects.exists()
