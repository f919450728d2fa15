"""Names and words of the ledger, without a database."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

from kizuna import directory
from kizuna.access.viewer import Role
from kizuna.ledger.entry import subject_name
from kizuna.ledger.verbs import ROLES, VERBS, what_happened, who_did


def test_a_subject_is_a_label_and_a_key() -> None:
    row = SimpleNamespace(_meta=SimpleNamespace(label="people.Person"), pk=7)
    assert subject_name(row) == "people.Person:7"
    assert subject_name("people.Person:8") == "people.Person:8"


def test_every_role_has_plain_words() -> None:
    assert set(ROLES) == set(get_args(Role))
    assert who_did("worker:7") == "A link worker"
    assert who_did("provider:referral:9") == "A service"


def test_an_unknown_verb_or_role_shows_its_code() -> None:
    assert what_happened("kettle.boiled") == "kettle.boiled"
    assert who_did("ghost:1") == "ghost"


def test_known_verbs_are_short_whole_sentences() -> None:
    for verb, words in VERBS.items():
        assert what_happened(verb) == words
        assert words.endswith(".")
        assert len(words.split()) <= 14
        assert len(verb) <= 60


def test_all_that_is_done_in_the_directory_has_a_sentence() -> None:
    files = Path(directory.__file__).parent.rglob("*.py")
    text = "\n".join(each.read_text(encoding="utf-8") for each in files)
    verbs = set(re.findall(r'(?:verb=|Note\()"([a-z_.]+)"', text)) | {
        "change.accepted",
        "change.refused",
        "feed.off",
    }
    assert len(verbs) > 25
    assert verbs <= set(VERBS), verbs - set(VERBS)
