"""FHIR R4 at the door: the rows of the pages, read, searched and written by programs with a token."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import SYSTEM
from kizuna.exchange.outcome import Wrong, outcome
from kizuna.exchange.resources import sent
from kizuna.instruments.actions import load_questionnaire, switch_questionnaire
from kizuna.instruments.fhir import read_questionnaire
from kizuna.instruments.fhir.foreign import foreign_of
from kizuna.ledger.models import Entry
from kizuna.screening.actions import record_check_up
from kizuna.screening.models import CheckUp, Concern
from kizuna.screening.values import Manner
from kizuna.web.actions import add_program
from tests.conftest import NOW
from tests.instruments.test_loaded import SLEEP
from tests.planted import planted
from tests.screening.scene import Scene, set_up
from tests.screening.test_scales import give_words
from tests.screening.walk import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOUSE = SYSTEM("test")
R4 = "/fhir/R4"


def town() -> Scene:
    scene = set_up()
    give_words("phq-9")
    give_words("who-5")
    code = load_questionnaire(resource=SLEEP, language="en", by=HOUSE, now=NOW)
    switch_questionnaire(code=code, language="en", on=True, by=HOUSE, now=NOW)
    return scene


town_again = planted(town)


@pytest.fixture
def scene(db: None) -> Scene:
    return town_again()


@pytest.fixture
def clock(monkeypatch: Any) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: NOW)


def headers(scene: Scene, role: str = "worker", scopes: tuple[str, ...] = ("fhir:read", "fhir:write")) -> Any:
    id, secret = add_program(
        name="Clinic", role=role, scopes=scopes, areas=[scene.town.north], by=HOUSE, now=NOW
    )
    said = {"grant_type": "client_credentials", "client_id": str(id), "client_secret": secret}
    token = Client().post("/api/v1/token", said).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def valid(body: dict[str, Any]) -> dict[str, Any]:
    """The same, after a look into somebody else's book of FHIR R4."""
    get_fhir_model_class(body["resourceType"])(**body)
    return body


def get(path: str, head: Any, status: int = 200, **more: Any) -> dict[str, Any]:
    answer = Client().get(f"{R4}/{path}", headers={**head, **more})
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/fhir+json"
    return valid(answer.json())


def post(body: Any, head: Any, status: int = 201, kind: str = "application/fhir+json") -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    answer = Client().post(f"{R4}/QuestionnaireResponse", data, content_type=kind, headers=head)
    assert answer.status_code == status, answer.content
    return valid(answer.json()) | {"_location": answer.headers.get("Location", "")}


def phq(scene: Scene, person: Any = None, points: str = "111111110", **manner: Any) -> str:
    attempt = uuid4()
    record_check_up(
        attempt=attempt,
        person=person or scene.town.ana,
        answers={str(n): one for n, one in enumerate(points, 1)},
        heard=(),
        instrument_code="phq-9",
        manner=Manner(**manner) if manner else None,
        by=HOUSE,
        now=NOW,
    )
    return str(attempt)


def sleep(scene: Scene, **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": SLEEP["url"],
        "status": "completed",
        "subject": {"reference": f"Patient/{scene.town.ana}"},
        "item": [
            {"linkId": "trouble", "answer": [{"valueCoding": {"code": "m", "display": "Most days"}}]},
            {"linkId": "why", "answer": [{"valueString": "Noise"}]},
            {"linkId": "hours", "answer": [{"valueInteger": 6}]},
        ],
        **changes,
    }


def entries(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [one["resource"] for one in found.get("entry", [])]


def test_what_it_can_do_is_open_to_all_and_true(scene: Scene) -> None:
    told = get("metadata", {})
    assert told["fhirVersion"] == "4.0.1"
    head = headers(scene)
    for resource in told["rest"][0]["resource"]:
        get(resource["type"], head)
        for word in resource["searchParam"]:
            value = {"date": "2026", "reference": str(uuid4())}.get(word["type"], "x")
            get(f"{resource['type']}?{word['name']}={value}", head)


def test_a_questionnaire_from_a_file_comes_out_as_it_came_and_ours_are_valid(scene: Scene) -> None:
    found = {one["id"]: one for one in entries(get("Questionnaire", {}))}
    assert set(found) == {"check-up", "phq-9", "who-5", "sleep-diary"}
    assert found["sleep-diary"] == {**SLEEP, "id": "sleep-diary"}
    assert get("Questionnaire/phq-9", {})["code"] == [{"system": "http://loinc.org", "code": "44249-1"}]
    one = entries(get(f"Questionnaire?url={SLEEP['url']}&_count=1", {}))
    assert [each["id"] for each in one] == ["sleep-diary"]
    get("Questionnaire/gad-7", {}, 404)  # it has no words here


def test_an_answer_changed_on_the_page_changes_the_resource(scene: Scene) -> None:
    walk = Walk(scene.town.worker)
    walk.start(f"/check-up/with/{scene.town.ana}/phq-9/")
    for item in range(1, 10):
        walk.next(**{str(item): "1" if item < 9 else "0"})
    last = walk.state
    walk.post("screening:keep_score", state=last)
    row, head = CheckUp.objects.get(), headers(scene)
    before = get(f"QuestionnaireResponse/{row.pk}", head)
    (score,) = entries(get(f"Observation?derived-from=QuestionnaireResponse/{row.pk}", head))
    assert (score["valueQuantity"]["value"], score["interpretation"][0]["text"]) == (8, "Mild")
    assert {"system": "http://loinc.org", "code": "44261-6"} in score["code"]["coding"]
    walk.post("screening:questions", state=last, go="back")
    walk.go("back")
    walk.next(**{"8": "3"})
    walk.next(**{"9": "0"})
    walk.post("screening:keep_score", state=walk.state)
    after = get(f"QuestionnaireResponse/{row.pk}", head)
    changed = [
        (old["linkId"], new["answer"][0]["valueCoding"]["code"])
        for old, new in zip(before["item"], after["item"], strict=True)
        if old != new
    ]
    assert changed == [("8", "3")]
    assert get(f"Observation/{score['id']}", head)["valueQuantity"]["value"] == 10
    assert Entry.objects.filter(verb="looked", subject="exchange.answers:QuestionnaireResponse").count() == 2


def test_what_a_program_sends_is_kept_once_worked_out_and_shown(scene: Scene) -> None:
    head = headers(scene)
    mark = {"system": "https://clinic.example", "value": "7"}
    made = post(sleep(scene, identifier=mark), head)
    assert made["_location"].endswith(f"/fhir/R4/QuestionnaireResponse/{made['id']}")
    assert [item["linkId"] for item in made["item"]] == ["trouble", "why", "hours", "sum"]
    assert made["item"][3]["answer"] == [{"valueDecimal": 2}]
    again = post(sleep(scene, identifier=mark), head)
    assert again["id"] == made["id"]
    (row,) = CheckUp.objects.all()
    assert (row.channel, row.instrument, row.version) == ("by a program", "sleep-diary", "1.0")
    (score,) = entries(get(f"Observation?patient={scene.town.ana}", head))
    assert score["valueQuantity"]["value"] == 2
    page = Walk(scene.town.worker).client.get(f"/cases/{scene.town.ana}/").content.decode()
    assert "Sent by another program" in page


def test_answers_of_former_days_keep_their_day(scene: Scene) -> None:
    head = headers(scene)
    for number, said in enumerate(("2024-03-01T09:30:00+02:00", "2024-05-02", "2024")):
        mark = {"system": "https://clinic.example", "value": f"then-{number}"}
        post(sleep(scene, identifier=mark, authored=said), head)
    first, second, third = CheckUp.objects.order_by("at")
    assert (first.at.isoformat(), str(second.at.date())) == ("2024-03-01T07:30:00+00:00", "2024-05-02")
    assert third.at.year > 2024  # a year is no day
    assert len(entries(get("QuestionnaireResponse?authored=lt2024-06-01", head))) == 2


def test_a_danger_that_a_program_sends_opens_a_concern(scene: Scene) -> None:
    form = get("Questionnaire/phq-9", {})
    item = {"linkId": "9", "answer": [{"valueCoding": {"code": "2"}}]}
    post(sleep(scene, questionnaire=form["url"], item=[item]), headers(scene))
    assert Concern.objects.get().kinds == ["life"]


def test_whoever_answered_for_somebody_is_named(scene: Scene) -> None:
    head = headers(scene)
    id = phq(scene, channel="on paper", who="proxy", relation="parent")
    out = get(f"QuestionnaireResponse/{id}", head)
    assert out["contained"][0]["relationship"][0]["coding"][0]["code"] == "parent"
    mode = out["extension"][0]["valueCodeableConcept"]["coding"][0]["code"]
    assert (out["source"], mode) == ({"reference": "#who-answered"}, "HANDWRIT")
    (score,) = entries(get(f"Observation?patient=Patient/{scene.town.ana}&code=44261-6", head))
    assert "Somebody else answered for them" in score["note"][0]["text"]
    relative = {"resourceType": "RelatedPerson", "id": "r", "patient": out["subject"]}
    post(sleep(scene, contained=[relative], source={"reference": "#r"}), head)
    assert CheckUp.objects.get(channel="by a program").relation == "other"


def test_a_score_that_cannot_be_made_says_why(scene: Scene) -> None:
    phq(scene, points="111")
    (score,) = entries(get("Observation?code=http://loinc.org|44261-6", headers(scene)))
    assert "6 of 9 answers are missing" in score["dataAbsentReason"]["text"]
    assert "valueQuantity" not in score


def test_pages_hold_each_once_and_dates_narrow(scene: Scene, django_assert_max_num_queries: Any) -> None:
    ids = {phq(scene) for _ in range(5)}
    head = headers(scene)
    for kind, key in (("QuestionnaireResponse", "id"), ("Observation", "derivedFrom")):
        seen, path, turns = [], f"{kind}?patient={scene.town.ana}&_count=2", 0
        while path and turns < 9:
            with django_assert_max_num_queries(14):
                page = get(path, head)
            assert len(page.get("entry", [])) <= 2
            seen += [str(one[key]) for one in entries(page)]
            following = [one["url"] for one in page["link"] if one["relation"] == "next"]
            path, turns = (following[0].partition(f"{R4}/")[2], turns + 1) if following else ("", turns)
        assert len(seen) == len(set(seen)) == 5
        assert all(any(id in one for one in seen) for id in ids)
    day = NOW.date().isoformat()
    assert len(entries(get(f"QuestionnaireResponse?authored=ge{day}", head))) == 5
    assert entries(get(f"QuestionnaireResponse?date=lt{day}", head)) == []
    assert entries(get("QuestionnaireResponse?status=stopped", head)) == []
    assert len(entries(get("QuestionnaireResponse?questionnaire=Questionnaire/phq-9", head))) == 5
    assert entries(get("QuestionnaireResponse?questionnaire=Questionnaire/who-5", head)) == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "in-progress"}, 422),
        ({"questionnaire": "https://example.org/nothing"}, 422),
        ({"questionnaire": SLEEP["url"] + "|9"}, 422),
        ({"subject": None}, 422),
        ({"subject": {"reference": f"Patient/{uuid4()}"}}, 404),
        ({"subject": {"reference": "Patient/me"}}, 404),
        ({"item": [{"linkId": "nothing", "answer": [{"valueString": "x"}]}]}, 422),
        ({"item": [{"linkId": "trouble", "answer": [{"valueCoding": {"code": "zz"}}]}]}, 422),
        ({"item": [{"linkId": "hours", "answer": [{"valueString": "many"}]}]}, 422),
        ({"source": "me"}, 400),
        ({"authored": "2999-01-01T00:00:00Z"}, 422),
        ({"authored": "2999-01-01"}, 422),
        ({"authored": "yesterday"}, 400),
        ({"authored": "2024-03-01T09:30:00"}, 400),
        ({"resourceType": "Patient"}, 400),
        ({"somethingElse": 1}, 400),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(scene: Scene, changes: Any, status: int) -> None:
    body = {name: value for name, value in sleep(scene, **changes).items() if value is not None}
    assert post(body, headers(scene), status)["resourceType"] == "OperationOutcome"
    assert not CheckUp.objects.exists()


def test_every_refusal_is_an_outcome(scene: Scene) -> None:
    head = headers(scene)
    get("Observation?nonsense=1", head, 400)
    get("Nothing", head, 404)
    get(f"Observation/{uuid4()}.1", head, 404)
    get("Questionnaire", head, 406, Accept="application/fhir+xml")
    post("no", head, 400)
    post(sleep(scene), head, 415, kind="text/plain")
    answer = Client().delete(f"{R4}/Observation", headers=head)
    assert (answer.status_code, valid(answer.json())["resourceType"]) == (405, "OperationOutcome")


@pytest.mark.doors
def test_only_a_program_that_may_and_only_about_those_in_its_sight(scene: Scene) -> None:
    mine, other = phq(scene), phq(scene, person=scene.town.cem)
    get("QuestionnaireResponse", {}, 401)
    get("QuestionnaireResponse", {"Authorization": "Bearer nonsense"}, 401)
    head = headers(scene)
    assert [one["id"] for one in entries(get("QuestionnaireResponse", head))] == [mine]
    assert len(entries(get("Observation", head))) == 1
    get(f"QuestionnaireResponse/{other}", head, 404)
    get(f"Observation/{other}.1", head, 404)
    assert entries(get(f"QuestionnaireResponse?patient={scene.town.cem}", head)) == []
    post(sleep(scene, subject={"reference": f"Patient/{scene.town.cem}"}), head, 404)
    narrow = headers(scene, scopes=("fhir:read",))
    post(sleep(scene), narrow, 403)
    get("Observation", headers(scene, scopes=("screening:read",)), 403)
    get("Observation", headers(scene, role="analyst"), 403)
    assert CheckUp.objects.count() == 2
    assert Entry.objects.filter(verb="looked", person=scene.town.cem).count() == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["item", "subject", "source", "contained", "identifier", "questionnaire", "status"])


@given(st.dictionaries(NAMES, JSON, max_size=4))
def test_nonsense_is_refused_and_never_breaks_it(changes: Any) -> None:
    found = foreign_of(read_questionnaire(SLEEP), "sleep", "1", "en", {})
    body = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [], **changes}
    try:
        sent(body, found, "https://a.example", uuid4())
    except Wrong as wrong:
        assert outcome(wrong.status, wrong.sentence)
