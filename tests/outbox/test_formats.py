"""How a provider is told and answers, and whether it is really the provider: pure."""

import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.outbox.formats import Format, WrongFormat, found, read
from kizuna.outbox.signature import genuine, signature
from tests.conftest import NOW

ACME = {
    "kind": "form",
    "fields": {"To": "{to}", "Body": "{text}", "From": "+15550100", "Ref": "kizuna-{reference}"},
    "status": "messages.0.state",
    "reference": "messages.0.ref",
    "words": {"DELIVRD": "delivered", "REJECTD": "bounced"},
}
SECRET = "a-secret-of-the-provider"


def test_a_provider_is_told_in_its_own_words() -> None:
    acme = read({"acme": ACME})["acme"]
    body = parse_qs(acme.body(to="+1 305", text="Tea & {to}", reference="r1"))
    assert body == {"To": ["+1 305"], "Body": ["Tea & {to}"], "From": ["+15550100"], "Ref": ["kizuna-r1"]}
    assert acme.content_type == "application/x-www-form-urlencoded"
    said = {"messages": [{"state": "DELIVRD", "ref": "r1"}]}
    assert acme.meaning(said) == ("r1", "delivered", "")
    assert acme.meaning({"messages": []}) == ("", "", "")


@given(st.text(), st.text(), st.text())
def test_whatever_a_text_holds_arrives_as_it_is(to: str, text: str, reference: str) -> None:
    assert json.loads(Format().body(to=to, text=text, reference=reference)) == {
        "to": to,
        "text": text,
        "reference": reference,
    }


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists), st.text(max_size=20))
def test_an_answer_of_any_shape_is_borne(said: object, path: str) -> None:
    found(said, path)
    assert Format().meaning(said) == ("", "", "")


@pytest.mark.parametrize(
    "table",
    [
        {"acme": 3},
        {"acme": {"feilds": {}}},
        {"acme": {"kind": "xml"}},
        {"acme": {"fields": {"to": "{to}"}}},
        {"acme": {"fields": {"to": "{to}", "text": 5}}},
        {"acme": {"words": {"OK": "fine"}}},
    ],
)
def test_a_format_that_cannot_be_read_says_which(table: dict[str, object]) -> None:
    with pytest.raises(WrongFormat, match="acme"):
        read(table)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_only_what_was_signed_is_believed(body: bytes, other: bytes) -> None:
    mark = signature(body, SECRET, NOW)
    assert genuine(mark, body, SECRET, NOW)
    assert genuine(mark, other, SECRET, NOW) == (other == body)
    assert not genuine(mark, body, SECRET + "x", NOW)
    assert not genuine(mark, body, "", NOW)


@pytest.mark.parametrize(("minutes", "believed"), [(-6, False), (-4, True), (4, True), (6, False)])
def test_what_was_signed_long_ago_is_not_believed(minutes: int, believed: bool) -> None:
    mark = signature(b"x", SECRET, NOW)
    assert genuine(mark, b"x", SECRET, NOW + timedelta(minutes=minutes)) == believed


@pytest.mark.parametrize("mark", ["", "t=1", "v1=00", "t=x,v1=" + "0" * 64, "t=1,v1=" + "g" * 64])
def test_a_mark_that_is_none_is_refused(mark: str) -> None:
    assert not genuine(mark, b"x", SECRET, NOW)
