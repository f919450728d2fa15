"""Searching by meaning: an extra beside the words, kept up to date, and missed by nobody who has it not."""

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kizuna.access.viewer import STRANGER
from kizuna.directory import index, queries
from kizuna.directory.fusing import fuse
from kizuna.directory.index import disk, meaning
from kizuna.directory.models import Service
from kizuna.directory.wanted import Wanted
from tests.conftest import NOW

SENSES = (("hungry", "soup", "pantry"), ("lonely", "club", "friend"))


def test_both_rankings_count_and_nothing_falls_below_nothing() -> None:
    ids = ("a", "b", "c", "d")
    likeness = np.array([0.9, 0.1, 0.1, 0.8], dtype=np.float32)
    both = fuse({"a": 2.0, "b": 2.0}, likeness, ids, 100)
    assert max(both, key=lambda id: both[id]) == "a" and both["b"] < both["a"] and both["d"] > 0
    assert "c" not in both
    assert fuse({"a": 1.0}, np.zeros(0, dtype=np.float32), (), 10) == {"a": pytest.approx(0.5 / 0.3)}
    words = fuse({"a": 1.0, "b": 3.0}, likeness, ids, 10, share=0.0)
    assert words["b"] > words["a"]
    assert fuse({}, np.zeros(0, dtype=np.float32), (), 0) == {}


class Fake:
    """A model that knows two senses; it counts what it reads."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: list[str]) -> meaning.Vectors:
        self.read += texts
        found = np.array([[sum(w in t.lower() for w in some) + 0.01 for some in SENSES] for t in texts])
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Fake:
    made = Fake()
    model = meaning.Model(made.embed, "fake")
    settings.HOME, settings.MEANING = tmp_path, "somewhere"
    monkeypatch.setattr(meaning, "load", lambda folder: model if folder else None)
    return made


@pytest.mark.django_db
def test_what_means_the_same_is_found_and_only_what_changed_is_read_again(fake: Fake) -> None:
    for name in ("Soup kitchen", "Chess club", "Tax advice"):
        Service.objects.create(name=name)
    assert queries.search(STRANGER, "hungry", now=NOW) == []
    assert disk.learn() == 3 and disk.learn() == 0
    found = queries.answer(STRANGER, "hungry", Wanted(), now=NOW).found
    assert found[0].option.name == "Soup kitchen"
    assert found[0].why[0].code == "alike"
    fake.read.clear()
    Service.objects.filter(name="Tax advice").update(name="Friend finder")
    assert disk.learn() == 1 and fake.read == ["Friend finder. \n"]
    assert queries.search(STRANGER, "lonely", now=NOW, lat=1.0, lon=1.0)[0].name in {
        "Chess club",
        "Friend finder",
    }
    Service.objects.filter(name="Chess club").delete()
    disk.learn()
    known = meaning.meaning(index.home())
    assert known is not None and len(known.ids) == 2


@pytest.mark.django_db
def test_without_a_model_words_are_searched(settings: Any, caplog: Any, tmp_path: Path) -> None:
    Service.objects.create(name="Soup kitchen")
    settings.MEANING = str(tmp_path)
    meaning.load.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert [one.name for one in queries.search(STRANGER, "soup", now=NOW)] == ["Soup kitchen"]
    said = queries.meaning_problem(STRANGER)
    assert said in (meaning.NO_LIBRARY, meaning.NO_MODEL) and said in caplog.text
    settings.MEANING = ""
    assert queries.meaning_problem(STRANGER) == "" and disk.learn() == 0
