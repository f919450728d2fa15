"""FHIR R4 and its expected answers, part of the table in doors.py. "own" and "other" exist nowhere there."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = "401 405 405 405 405 405 405 405"
WORKERS = "401 200 200 403 403 403 403 403"
ONE = {
    "GET own": "401 404 404 403 403 403 403 403",
    "GET other": "401 404 404 403 403 403 403 403",
    "POST own": NO,
    "POST other": NO,
}

FHIR: dict[str, dict[str, str]] = {
    "fhir/R4/metadata": {"GET": everybody(200), "POST": everybody(405)},
    "fhir/R4/Questionnaire": {"GET": everybody(200), "POST": NO},
    "fhir/R4/Questionnaire/<slug:code>": {**ONE, "GET own": everybody(404), "GET other": everybody(404)},
    "fhir/R4/QuestionnaireResponse": {"GET": WORKERS, "POST": "401 400 400 403 403 403 403 403"},
    "fhir/R4/QuestionnaireResponse/<uuid:id>": ONE,
    "fhir/R4/Observation": {"GET": WORKERS, "POST": NO},
    "fhir/R4/Observation/<str:id>": ONE,
}
