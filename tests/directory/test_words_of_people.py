"""Words that people say, as data: a curator adds, changes, switches off and puts back."""

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, Refused
from kizuna.directory import actions, queries
from kizuna.directory.models import Synonym
from kizuna.directory.synonyms import SYNONYMS, merged, plain_words
from tests.conftest import NOW
from tests.directory.packages import bring_in
from tests.directory.test_pages import admin

HOUSE = SYSTEM("test")
__all__ = ["admin"]


def found(text: str) -> list[str]:
    return [one.name for one in queries.search(STRANGER, text, now=NOW)]


def test_what_curators_say_stands_over_ours() -> None:
    both = merged({"peckish": "food", "hungry": "", "eat": "lunch"})
    assert both["peckish"] == "food" and "hungry" not in both and both["eat"] == "lunch"
    assert plain_words("  Food,  PANTRY food ") == "food pantry"


@pytest.mark.django_db
def test_a_new_word_is_searched_at_once_and_can_be_put_back() -> None:
    bring_in()
    assert found("peckish") == []
    actions.set_synonym(said="Peckish", listed="lunch, meals", by=HOUSE, now=NOW)
    assert found("peckish") == ["Lunch club"]
    actions.forget_synonym(said="peckish", by=HOUSE, now=NOW)
    assert found("peckish") == []
    actions.set_synonym(said="hungry", listed=SYNONYMS["hungry"], by=HOUSE, now=NOW)
    assert not Synonym.objects.exists()
    for said, listed in (("", "food"), ("a b c d", "food"), ("food", "food pantry")):
        with pytest.raises(Refused):
            actions.set_synonym(said=said, listed=listed, by=HOUSE, now=NOW)


@pytest.mark.django_db
@pytest.mark.doors
def test_strangers_change_no_words() -> None:
    with pytest.raises(LogInFirst):
        actions.set_synonym(said="peckish", listed="lunch", by=STRANGER, now=NOW)
    with pytest.raises(LogInFirst):
        queries.synonyms(STRANGER)


@pytest.mark.django_db
def test_the_page_of_words(admin: Client) -> None:
    url = reverse("directory:synonyms")
    said = admin.get(url, {"text": "hungry"}).content.decode()
    assert "food pantry meals" in said and "Kizuna" in said
    assert admin.post(url, {"said": "hungry", "listed": "soup", "do": "keep"}).status_code == 302
    assert "a curator" in admin.get(url, {"text": "hungry", "said": "hungry"}).content.decode()
    assert admin.post(url, {"said": "hungry", "do": "ours"}).status_code == 302
    assert not Synonym.objects.exists()
    wrong = admin.post(url, {"said": "food", "listed": "food", "do": "keep"})
    assert wrong.status_code == 422 and "need not stand for itself" in wrong.content.decode()
