"""Texts counted by others: parts, encodings and bits must be the same."""

import json
from typing import Any

import pytest

from kizuna.outbox.segments import counted
from tests.conftest import OUTSIDE

FILE = OUTSIDE / "sms" / "segment_vectors.json"
VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text())["vectors"] if FILE.exists() else []
pytestmark = [pytest.mark.outside, pytest.mark.skipif(not VECTORS, reason=f"{FILE} is not here")]


def test_every_text_is_there() -> None:
    assert len(VECTORS) == 44


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["description"] for vector in VECTORS])
def test_a_text_counted_by_others(vector: dict[str, Any]) -> None:
    found = counted(vector["body"])
    assert (found.encoding, found.segments) == (vector["encoding"], vector["segments"])
    if "message_bits" in vector:
        assert (found.message_bits, found.total_bits) == (vector["message_bits"], vector["total_bits"])
