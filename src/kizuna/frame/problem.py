"""The one shape of an error that a program gets (RFC 9457), and what each status means in plain words."""

from typing import Any

KIND = "application/problem+json"
TITLES = {
    400: "The request cannot be understood.",
    401: "Sign in first.",
    403: "This is not open to you.",
    404: "There is nothing here for you.",
    405: "This address does not know this method.",
    406: "This form of answer is not offered.",
    409: "This does not fit what is there already.",
    410: "This is gone.",
    413: "The request is too large.",
    415: "Send JSON.",
    422: "Something in the request needs mending.",
    429: "Too many requests. Wait a little.",
    500: "Something broke on our side. Nothing was kept.",
    503: "The site cannot answer just now.",
}


def problem(status: int, detail: str = "", **more: Any) -> dict[str, Any]:
    """The body of an error: its status, a title that never changes, and what helps to go on."""
    body: dict[str, Any] = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status}
    return body | ({"detail": detail} if detail else {}) | more
