"""Questionnaires of others from FHIR files: loaded once, switched on, asked and worked out as they say."""

import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.cli import build_parser
from kizuna.instruments import actions, queries
from kizuna.instruments.commands import COMMANDS
from kizuna.instruments.fhir import write_response
from kizuna.instruments.fhir.foreign import Foreign
from kizuna.instruments.models import Loaded
from kizuna.people.actions import open_account
from kizuna.people.models import Account
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
HOUSE = SYSTEM("test")
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
POINTS = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def option(code: str, label: str, points: int) -> dict[str, Any]:
    coding = {"code": code, "display": label}
    return {"valueCoding": coding, "extension": [{"url": POINTS, "valueDecimal": points}]}


FEW = [option("n", "Not at all", 0), option("s", "Some days", 1), option("m", "Most days", 2)]
SLEEP: dict[str, Any] = {
    "resourceType": "Questionnaire",
    "url": "https://example.org/Questionnaire/sleep-diary",
    "version": "1.0",
    "title": "Sleep diary",
    "status": "active",
    "copyright": "Free to use.",
    "item": [
        {"linkId": "trouble", "type": "choice", "text": "Do you sleep badly?", "answerOption": FEW},
        {
            "linkId": "why",
            "type": "string",
            "text": "What keeps you awake?",
            "enableWhen": [
                {"question": "trouble", "operator": "!=", "answerCoding": {"code": "n", "display": "x"}}
            ],
        },
        {"linkId": "hours", "type": "integer", "text": "How many hours?"},
        {
            "linkId": "sum",
            "type": "decimal",
            "text": "Points",
            "readOnly": True,
            "extension": [
                {
                    "url": SDC,
                    "valueExpression": {
                        "language": "text/fhirpath",
                        "expression": "%resource.item.where(linkId='trouble').answer.valueCoding"
                        f".extension.where(url='{POINTS}').valueDecimal.sum()",
                    },
                }
            ],
        },
    ],
}


def load(resource: dict[str, Any] = SLEEP, by: Viewer = HOUSE, **more: Any) -> str:
    return actions.load_questionnaire(**{"resource": resource, "language": "en", **more}, by=by, now=NOW)


def on(code: str, language: str = "en") -> None:
    actions.switch_questionnaire(code=code, language=language, on=True, by=HOUSE, now=NOW)


def changed(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(SLEEP), **changes}


def found(code: str = "sleep-diary") -> Foreign:
    made = queries.instrument(STRANGER, code, "en")
    assert isinstance(made, Foreign)
    return made


def test_it_is_asked_only_when_it_was_switched_on_and_only_in_its_language() -> None:
    assert load() == "sleep-diary"
    with pytest.raises(NotFound):
        queries.instrument(STRANGER, "sleep-diary", "en")
    on("sleep-diary")
    made = found()
    assert (made.version, made.licence, made.worded) == ("1.0", "Free to use.", True)
    assert [one.code for one in queries.askable(STRANGER, "en")] == ["sleep-diary"]
    assert queries.askable(STRANGER, "es") == []
    assert not queries.instrument(STRANGER, "sleep-diary", "es").worded
    actions.switch_questionnaire(code="sleep-diary", language="en", on=False, by=HOUSE, now=NOW)
    assert queries.askable(STRANGER, "en") == []
    assert queries.instrument(STRANGER, "sleep-diary", "en", "1.0").worded  # kept answers name it


def test_its_own_conditions_and_formulas_hold_and_every_link_id_comes_out() -> None:
    load()
    on("sleep-diary")
    made = found()
    assert made.asked({}) == {"trouble", "hours"}
    assert made.asked({"trouble": "m"}) == {"trouble", "why", "hours"}
    answers = {"trouble": "n", "why": "Noise", "hours": "6"}
    assert made.kept(answers) == {"trouble": "n", "hours": "6"}
    answers["trouble"] = "m"
    (result,) = made.results(answers)
    assert (result.title, result.value) == ("Points", 2)
    items = write_response(made.response(answers))["item"]
    assert [one["linkId"] for one in items] == ["trouble", "why", "hours", "sum"]
    assert items[3]["answer"] == [{"valueDecimal": 2}]


def test_the_same_file_changes_nothing_and_a_new_version_takes_over() -> None:
    load()
    on("sleep-diary")
    load()
    assert Loaded.objects.count() == 1
    with pytest.raises(Refused, match="other content"):
        load(changed(title="Another title"))
    load(changed(version="1.1", title="Another title"))
    assert (found().version, found().title) == ("1.1", "Another title")
    assert queries.instrument(STRANGER, "sleep-diary", "en", "1.0").title == "Sleep diary"
    nameless = {name: value for name, value in SLEEP.items() if name not in {"url", "version"}}
    load({**nameless, "title": "مفكرة النوم"}, language="ar")
    assert Loaded.objects.get(language="ar").code.startswith("form-")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (changed(item=[{"linkId": "a", "type": "coding", "text": "?"}]), "belongs to FHIR R5"),
        (changed(versionAlgorithmString="semver"), "belongs to FHIR R5"),
        (changed(copyright=""), "who allows"),
        (changed(copyright="x", status="nonsense"), "none of R4's"),
        (changed(item=[{"linkId": "a", "type": "display", "text": "Hello"}]), "asks nothing"),
        ({"resourceType": "Patient"}, "not a Questionnaire"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(wrong: dict[str, Any], said: str) -> None:
    wrong = {name: value for name, value in wrong.items() if value != ""}
    with pytest.raises(Refused, match=said):
        load(wrong)
    assert not Loaded.objects.exists()


def test_a_short_name_of_kizunas_own_is_kept_apart() -> None:
    with pytest.raises(Refused, match="Choose another"):
        load(code="phq-9")
    with pytest.raises(Refused, match="small letters"):
        load(code="No Way")
    assert load(changed(url="https://example.org/Questionnaire/phq-9")) == "phq-9-file"


def test_a_danger_that_kizuna_knows_holds_in_the_files_of_others() -> None:
    ninth = {"system": "http://loinc.org", "code": "44260-8"}
    item = {"linkId": "q9", "type": "choice", "text": "Ninth?", "code": [ninth], "answerOption": FEW}
    plain = deepcopy(FEW)
    for one in plain:
        del one["extension"]
    without_points = {**item, "linkId": "q9b", "answerOption": plain}
    load(changed(item=[item, without_points]))
    on("sleep-diary")
    assert [[c.danger for c in one.choices] for one in found().items] == [[None, "life", "life"]] * 2
    del item["answerOption"]
    load(changed(item=[{**item, "answerValueSet": "http://loinc.org/vs/LL1-1"}], version="2"))
    with pytest.raises(Refused, match="asks about danger"):
        on("sleep-diary")
    assert queries.askable(STRANGER, "en") == []


@pytest.mark.doors
@pytest.mark.parametrize(
    ("viewer", "refusal"),
    [(STRANGER, LogInFirst), *((Viewer(role=role), NotAllowed) for role in ("worker", "resident"))],
)
def test_only_administrators_load_and_switch(viewer: Viewer, refusal: type[Exception]) -> None:
    load()
    with pytest.raises(refusal):
        load(by=viewer)
    with pytest.raises(refusal):
        actions.switch_questionnaire(code="sleep-diary", language="en", on=True, by=viewer, now=NOW)
    for read in (lambda: queries.loaded(viewer), lambda: queries.loaded_one(viewer, "sleep-diary")):
        with pytest.raises(refusal):
            read()


def test_an_administrator_loads_a_file_looks_and_switches_it_on(django_assert_max_num_queries: Any) -> None:
    account = open_account(email="admin@example.org", role="admin", name="Ada", by=HOUSE, now=NOW)
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    client.get("/scales/")
    file = io.BytesIO(json.dumps({"resourceType": "Questionnaire"}).encode())
    file.name = "a.json"
    page = client.post("/scales/files/", {"file": file, "language": "en"})
    assert page.status_code == 422
    assert "cannot be used" in page.content.decode()
    file = io.BytesIO(json.dumps(SLEEP).encode())
    file.name = "a.json"
    page = client.post("/scales/files/", {"file": file, "language": "en"}, follow=True)
    assert "Switch it on" in page.content.decode()
    with django_assert_max_num_queries(12):
        client.get("/scales/files/sleep-diary/")
    client.post("/scales/files/sleep-diary/", {"do": "on", "language": "en"})
    assert found().worded
    with django_assert_max_num_queries(12):
        assert "Sleep diary" in client.get("/scales/").content.decode()


def test_the_command_loads_lists_and_switches(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sleep.json"
    file.write_text(json.dumps(SLEEP))

    def run(line: str) -> int:
        arguments = build_parser(COMMANDS).parse_args(line.split())
        result: int = arguments.command.run(arguments)
        return result

    assert run(f"questionnaire load {file} --on") == 0
    assert found().worded
    assert run("questionnaire switch sleep-diary off") == 0
    assert run("questionnaire list") == 0
    assert "sleep-diary  en  1.0  off" in capsys.readouterr().out
    with pytest.raises(Refused, match="is called"):
        run("questionnaire switch nothing on")
    (tmp_path / "no.json").write_text("no")
    with pytest.raises(Refused, match="cannot be read"):
        run(f"questionnaire load {tmp_path / 'no.json'}")
