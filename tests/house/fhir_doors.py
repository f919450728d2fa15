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

REFERRALS = "401 200 200 403 200 403 403 403"
SENDS = "401 403 400 403 400 403 403 403"
OPEN = {"GET": everybody(200), "POST": NO}


def one(get: str) -> dict[str, str]:
    """Something of one referral or person; there is none with these numbers."""
    return {"GET own": get, "GET other": get, "POST own": NO, "POST other": NO}


REFERRAL = one("401 404 404 403 404 403 403 403")

FHIR: dict[str, dict[str, str]] = {
    "fhir/R4/metadata": {"GET": everybody(200), "POST": everybody(405)},
    "fhir/R4/Questionnaire": {"GET": everybody(200), "POST": NO},
    "fhir/R4/Questionnaire/<slug:code>": {**ONE, "GET own": everybody(404), "GET other": everybody(404)},
    "fhir/R4/QuestionnaireResponse": {"GET": WORKERS, "POST": "401 400 400 403 403 403 403 403"},
    "fhir/R4/QuestionnaireResponse/<uuid:id>": ONE,
    "fhir/R4/Observation": {"GET": WORKERS, "POST": NO},
    "fhir/R4/Observation/<str:id>": ONE,
    # A link is the key, whoever holds it; "other" is one that this site never made.
    "fhir/R4/light/<str:token>": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(400),
        "POST other": everybody(404),
    },
    # Without a body there is nothing to keep.
    "fhir/R4": {"GET": everybody(405), "POST": SENDS},
    "fhir/R4/": {"GET": everybody(405), "POST": SENDS},
    "fhir/R4/ServiceRequest": {"GET": REFERRALS, "POST": SENDS},
    "fhir/R4/ServiceRequest/<uuid:id>": REFERRAL,
    "fhir/R4/Task": {"GET": REFERRALS, "POST": SENDS},
    "fhir/R4/Task/<uuid:id>": REFERRAL,
    "fhir/R4/Condition": {"GET": REFERRALS, "POST": NO},
    "fhir/R4/Condition/<uuid:id>": REFERRAL,
    "fhir/R4/Procedure": {"GET": REFERRALS, "POST": NO},
    "fhir/R4/Procedure/<uuid:id>": REFERRAL,
    "fhir/R4/Patient": {"GET": WORKERS, "POST": NO},
    "fhir/R4/Patient/<uuid:id>": REFERRAL,
    "fhir/R4/Consent": {"GET": WORKERS, "POST": SENDS},
    "fhir/R4/Consent/<uuid:id>": ONE,
    # The directory is for everybody; "own" is a service, and no organisation.
    "fhir/R4/Organization": OPEN,
    "fhir/R4/Organization/<str:id>": one(everybody(404)),
    "fhir/R4/HealthcareService": OPEN,
    "fhir/R4/HealthcareService/<str:id>": {**one(everybody(404)), "GET own": everybody(200)},
}
