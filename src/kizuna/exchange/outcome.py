"""Errors as FHIR tells them: an OperationOutcome with one issue."""

from typing import Any

KIND = "application/fhir+json"
CODES = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    409: "conflict",
    410: "deleted",
    413: "too-long",
    415: "not-supported",
    422: "processing",
    429: "throttled",
    500: "exception",
    503: "transient",
}


class Wrong(Exception):
    """A request that cannot be done; a sentence, its status, and where in the resource it lies."""

    def __init__(self, sentence: str, status: int = 400, at: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.status, self.at = sentence, status, at


def outcome(status: int, sentence: str, at: str = "") -> dict[str, Any]:
    """The body of an error. `at` is a FHIRPath into the resource that was sent."""
    issue: dict[str, Any] = {
        "severity": "error",
        "code": CODES.get(status, "processing"),
        "diagnostics": sentence,
    }
    return {"resourceType": "OperationOutcome", "issue": [issue | ({"expression": [at]} if at else {})]}
