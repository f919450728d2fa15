"""Whoever refers somebody to us, and who keeps that: part of the table in doors.py."""

from tests.house.people_doors import everybody, posts

WORKERS = {
    "GET own": "302 403 200 403 403 403 403 403",
    "GET other": "302 403 404 403 403 403 403 403",
    "POST own": "302 403 422 403 403 403 403 403",
    "POST other": "302 403 404 403 403 403 403 403",
}
OVERVIEW = "302 403 403 403 403 200 200 200"
REFERRED_IN: dict[str, dict[str, str]] = {
    # A partner's link is the key, whoever holds it; "other" is a link that this site never made.
    "refer/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    "refer/<str:token>/mailed/<uuid:reply>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    "cases/<uuid:person>/talks/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "cases/<uuid:person>/goals/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "cases/<uuid:person>/plan/": {
        "GET own": "302 200 200 403 403 403 403 403",
        "GET other": "302 404 404 403 403 403 403 403",
        "POST own": everybody(405),
        "POST other": everybody(405),
    },
    "outcomes/": {"GET": OVERVIEW, "POST": everybody(405)},
    "outcomes.csv": {"GET": OVERVIEW, "POST": everybody(405)},
    "goals/<uuid:goal>/": posts("302 403 302 403 403 403 403 403", "302 403 404 403 403 403 403 403"),
    "measurings/<uuid:measuring>/left/": posts(
        "302 403 302 403 403 403 403 403", "302 403 404 403 403 403 403 403"
    ),
    "cases/<uuid:person>/todos/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "todos/": {"GET": "302 200 403 403 403 403 403 403", "POST": everybody(405)},
    "todos/<uuid:todo>/": posts("302 302 302 403 403 403 403 403", "302 404 404 403 403 403 403 403"),
    # What one began to write: a form that is sent empty says nothing.
    "cases/<uuid:person>/talks/draft/": posts(
        "302 403 400 403 403 403 403 403", "302 403 404 403 403 403 403 403"
    ),
    # Somebody asks for a place themselves: for residents alone.
    "referrals/ask/<str:kind>/<uuid:option>/": {
        "GET own": "302 200 403 403 403 403 403 403",
        "GET other": "302 200 403 403 403 403 403 403",
        "POST own": "302 422 403 403 403 403 403 403",
        "POST other": "302 422 403 403 403 403 403 403",
    },
    # A provider with an account: "own" went to its organisation. Nobody else reads it there.
    "queue/": {"GET": "302 403 403 403 200 403 403 403", "POST": "302 403 403 403 422 403 403 403"},
    "queue/ready/": {"GET": "302 403 403 403 200 403 403 403", "POST": "302 403 403 403 422 403 403 403"},
    "queue/ready/<uuid:ready>/": posts("302 403 403 403 302 403 403 403", "302 403 403 403 404 403 403 403"),
    "queue/<uuid:referral>/": {
        "GET own": "302 403 403 403 200 403 403 403",
        "GET other": "302 403 403 403 404 403 403 403",
        "POST own": "302 403 403 403 422 403 403 403",
        "POST other": "302 403 403 403 404 403 403 403",
    },
    "cases/hand-over/": {"GET": "302 403 200 403 403 403 403 403", "POST": "302 403 422 403 403 403 403 403"},
    "cases/<uuid:person>/owner/": WORKERS,
    "cases/<uuid:person>/flag/": WORKERS,
    "flags/<uuid:flag>/": WORKERS,
    # Who is out: for everybody who works near by; only link workers set out.
    "visits/": {"GET": "302 403 200 403 403 200 403 200", "POST": "302 403 422 403 403 403 403 403"},
    "visits/<uuid:visit>/": posts("302 403 302 403 403 302 403 302", "302 403 404 403 403 404 403 302"),
    "referrals/<uuid:referral>/owner/": posts(
        "302 403 302 403 403 403 403 403", "302 403 404 403 403 403 403 403"
    ),
    "partners/": {"GET": "302 403 403 403 403 200 403 200", "POST": "302 403 403 403 403 422 403 422"},
    "partners/<uuid:partner>/": posts("302 403 403 403 403 302 403 302", "302 403 403 403 403 404 403 302"),
    "intakes/<uuid:intake>/": posts("302 403 302 403 403 403 403 403", "302 403 404 403 403 403 403 403"),
}
