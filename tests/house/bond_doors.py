"""Who knows whom, one's own and counted: part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
COUNTED = {"GET": "302 403 403 403 403 200 200 403", "POST": NO}
KEPT = {"GET": "302 403 403 403 403 200 403 403", "POST": "302 403 403 403 403 422 403 403"}
# One's own ties are nobody else's business: staff have none here, whatever they may count.
BONDS: dict[str, dict[str, str]] = {
    "bonds/": COUNTED,
    "bonds/growth/": COUNTED,
    "bonds/suggestions/": {**KEPT, "POST": NO},
    "bonds/trees/": KEPT,
    "bonds/trees/<uuid:tree>/": {
        "GET own": "302 403 403 403 403 200 403 403",
        "GET other": "302 403 403 403 403 404 403 403",
        "POST own": "302 403 403 403 403 422 403 403",
        "POST other": "302 403 403 403 403 404 403 403",
    },
    "bonds/three/": {"GET": "302 200 404 404 404 404 404 404", "POST": "302 422 404 404 404 404 404 404"},
    "bonds/three/paper/": {"GET": everybody(200), "POST": NO},
    "bonds/mine/": {"GET": "302 200 404 404 404 404 404 404", "POST": NO},
    "bonds/of/<uuid:person>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": NO,
        "POST other": NO,
    },
    "bonds/of/<uuid:person>/three/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "bonds/ties/<uuid:tie>/forget/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 302 302 403 403 403 403 403",
        "POST other": "302 404 404 403 403 403 403 403",
    },
}
