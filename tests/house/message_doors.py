"""Messages in and out, and their expected answers, part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)

MESSAGES: dict[str, dict[str, str]] = {
    "calls/": {"GET": "302 403 200 403 403 200 403 200", "POST": "302 403 422 403 403 422 403 422"},
    # Doors for machines: each proves itself by a token or a signature.
    "outbox/phone/": {"GET": NO, "POST": everybody(401)},
    "outbox/receipts/<str:way>/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": everybody(401),
        "POST other": everybody(401),
    },
    # One's own: by an account, or by a link that opens one's own data.
    "my-data/write/": {"GET": "302 200 404 404 404 404 404 404", "POST": "302 422 404 404 404 404 404 404"},
    "my-data/messages/": {
        "GET": "302 200 404 404 404 404 404 404",
        "POST": "302 422 404 404 404 404 404 404",
    },
    "runs/": {"GET": "302 403 403 403 403 200 403 200", "POST": NO},
    "runs/new/": {
        "GET": "302 403 403 403 403 200 403 200",
        "POST": "302 403 403 403 403 422 403 422",
    },
    "runs/<uuid:run>/": {
        "GET own": "302 403 403 403 403 200 403 200",
        "GET other": "302 403 403 403 403 404 403 200",
        "POST own": "302 403 403 403 403 422 403 422",
        "POST other": "302 403 403 403 403 404 403 422",
    },
}
