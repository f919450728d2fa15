"""The code of conduct and reports: part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
READ = {"GET own": everybody(200), "GET other": everybody(404), "POST own": NO, "POST other": NO}
GROUP = "302 403 403 200 403 404 403 200"
AREA = "302 403 403 403 403 200 403 200"
DECIDES = "302 403 403 403 403 200 403 200"
FAR = "302 403 403 403 403 404 403 200"
VOICE: dict[str, dict[str, str]] = {
    "conduct/": {"GET": everybody(200), "POST": NO},
    "conduct/areas/<uuid:area>/": READ,
    "conduct/groups/<uuid:group>/": READ,
    "conduct/areas/<uuid:area>/change/": {
        "GET own": AREA,
        "GET other": everybody(404),
        "POST own": AREA.replace("200", "422"),
        "POST other": everybody(404),
    },
    "conduct/groups/<uuid:group>/change/": {
        "GET own": GROUP.replace("404", "200"),
        "GET other": everybody(404),
        "POST own": GROUP.replace("404", "200").replace("200", "422"),
        "POST other": everybody(404),
    },
    # Anybody may report; the secret page is its key's, whoever holds it.
    "conduct/report/": {"GET": everybody(200), "POST": everybody(422)},
    "conduct/report/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    # What was decided about somebody: by its key, and signed in.
    "conduct/about/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    "conduct/about-me/": {"GET": "302 200 403 403 403 403 403 403", "POST": NO},
    # Those who decide and stand apart from it.
    "conduct/reports/": {"GET": DECIDES, "POST": NO},
    "conduct/reports/<uuid:report>/": {
        "GET own": DECIDES,
        "GET other": FAR,
        "POST own": DECIDES.replace("200", "422"),
        "POST other": FAR.replace("200", "422"),
    },
    "conduct/reports/<uuid:report>/aside/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": DECIDES.replace("200", "302"),
        "POST other": FAR.replace("200", "302"),
    },
}
