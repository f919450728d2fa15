"""Every operation of the API × role and its expected answer, written by hand.

The same words as in `doors.py`: "own" lies within reach of the resident and the worker, "other" is the same
thing about somebody else, who lives elsewhere. "protected" is what was own, once she must not be found: the
same roles, and then one of her two keepers. Bodies that are sent are empty objects where a deed needs
words: 422 then says that this viewer came as far as the form.
"""

from tests.house.aid_doors import AID_API
from tests.house.doors import everybody

OPEN = {"": everybody(200)}
OPEN_ONE = {"own": everybody(200), "other": everybody(404)}
ADMIN = {"": "401 403 403 403 403 403 403 200"}
PERSON = {
    "own": "401 200 200 403 403 403 403 403",
    "other": "401 404 404 403 403 403 403 403",
    "protected": "401 200 404 403 403 403 403 403 200",
}
ADDED = {
    "own": "401 201 201 403 403 403 403 403",
    "other": "401 404 404 403 403 403 403 403",
    "protected": "401 201 404 403 403 403 403 403 201",
}
WORKER_ONE = {
    "own": "401 403 200 403 403 403 403 403",
    "other": "401 403 404 403 403 403 403 403",
    "protected": "401 403 404 403 403 403 403 403 200",
}
RUN = {"own": "401 403 403 403 403 200 403 200", "other": "401 403 403 403 403 404 403 200"}
OWN_ONLY = {
    "own": "401 200 403 403 403 403 403 403",
    "other": "401 404 403 403 403 403 403 403",
    "protected": "401 200 403 403 403 403 403 403 403",
}
STAFF = "401 403 200 200 200 200 200 200"
WEBHOOK = {"own": "401 403 404 404 404 404 404 200", "other": "401 403 404 404 404 404 404 404"}

KEEPS_LISTING = {"own": "401 403 403 403 404 200 403 200", "other": "401 403 403 403 404 404 403 404"}
CURATOR = {"own": "401 403 403 403 403 200 403 200", "other": "401 403 403 403 403 404 403 404"}

GONE = {"own": "401 403 403 403 403 204 403 204", "other": "401 403 403 403 403 404 403 404"}

# operation: {own or other: the answers in the order of
#             stranger resident worker organiser provider coordinator analyst admin}
API_DOORS: dict[str, dict[str, str]] = {
    "GET /api/v1/places/areas": OPEN,
    "GET /api/v1/places/areas/at?lat=44.12&lon=-68.4": {"": everybody(404)},
    "GET /api/v1/places/areas/{area}": OPEN_ONE,
    "GET /api/v1/places/areas/{area}/posture": OPEN_ONE,
    "GET /api/v1/directory/services": OPEN,
    "GET /api/v1/directory/services/search?text=lunch": OPEN,
    "GET /api/v1/directory/services/{service}": OPEN_ONE,
    "POST /api/v1/directory/services/{service}/capacity": KEEPS_LISTING,
    "POST /api/v1/directory/services/{service}/confirm": KEEPS_LISTING,
    "POST /api/v1/directory/services/{service}/changes": {
        "own": "401 201 201 201 201 201 201 201",
        "other": "401 404 404 404 404 404 404 404",
    },
    "GET /api/v1/directory/services/{service}/changes": CURATOR,
    "POST /api/v1/directory/changes/{change}/decide": CURATOR,
    "GET /api/v1/directory/duplicates": {"": "401 403 403 403 403 200 403 200"},
    "POST /api/v1/directory/duplicates/{pair}/join": {
        "own": "401 403 403 403 403 201 403 201",
        "other": "401 403 403 403 403 404 403 404",
    },
    "POST /api/v1/directory/duplicates/{pair}/apart": GONE,
    "POST /api/v1/directory/joins/{join}/undo": GONE,
    "GET /api/v1/directory/feeds": {"": "401 403 403 403 403 200 403 200"},
    "POST /api/v1/directory/feeds": {"": "401 403 403 403 403 201 403 201"},
    "POST /api/v1/directory/feeds/{feed}/fetch": CURATOR,
    "GET /api/v1/activities/groups": OPEN,
    "GET /api/v1/activities/groups/{group}": OPEN_ONE,
    "GET /api/v1/activities/events": OPEN,
    "POST /api/v1/activities/attendance": {
        "own": "401 403 403 200 403 403 403 403",
        "other": "401 403 403 404 403 403 403 403",
        "protected": "401 403 403 200 403 403 403 403 403",
    },
    **AID_API,
    "GET /api/v1/signposting/suggestions?need=food": OPEN,
    "GET /api/v1/signposting/search?text=lunch": OPEN,
    "POST /api/v1/people/search": {"": "401 200 200 403 403 403 403 403"},
    "POST /api/v1/people/persons": {
        "own": "401 422 201 403 403 403 403 403",
        "other": "401 422 404 403 403 403 403 403",
    },
    "GET /api/v1/people/persons/{person}": {
        "own": "401 200 200 403 403 403 403 403",
        "other": "401 404 404 403 403 403 403 403",
        "protected": "401 200 404 403 403 403 403 403 200",
    },
    "PATCH /api/v1/people/persons/{person}": {
        "own": "401 200 200 403 403 403 403 403",
        "other": "401 404 404 403 403 403 403 403",
        "protected": "401 200 404 403 403 403 403 403 200",
    },
    "GET /api/v1/people/persons/{person}/consents": {
        "own": "401 200 200 403 403 403 403 403",
        "other": "401 404 404 403 403 403 403 403",
        "protected": "401 200 404 403 403 403 403 403 200",
    },
    "POST /api/v1/people/persons/{person}/consents": {
        "own": "401 201 201 403 403 403 403 403",
        "other": "401 404 404 403 403 403 403 403",
        "protected": "401 201 404 403 403 403 403 403 201",
    },
    "POST /api/v1/people/consents/{consent}/withdraw": {
        "own": "401 200 200 403 403 403 403 403",
        "other": "401 404 404 403 403 403 403 403",
        "protected": "401 200 404 403 403 403 403 403 200",
    },
    "GET /api/v1/people/persons/{person}/ways": PERSON,
    "GET /api/v1/people/persons/{person}/names": PERSON,
    "POST /api/v1/people/persons/{person}/names": ADDED,
    "GET /api/v1/people/persons/{person}/homes": PERSON,
    "POST /api/v1/people/persons/{person}/homes": {
        "own": "401 404 200 403 403 403 403 403",
        "other": "401 404 404 403 403 403 403 403",
        "protected": "401 404 404 403 403 403 403 403 200",
    },
    "POST /api/v1/people/persons/{person}/homes/{home}/leave": PERSON,
    "GET /api/v1/people/persons/{person}/dependences": PERSON,
    "POST /api/v1/people/persons/{person}/dependences": ADDED,
    "POST /api/v1/people/persons/{person}/dependences/{dependence}/end": PERSON,
    "GET /api/v1/people/persons/{person}/speakers": PERSON,
    "POST /api/v1/people/persons/{person}/status": WORKER_ONE,
    "POST /api/v1/people/persons/{person}/quiet": PERSON,
    "POST /api/v1/people/consents/{consent}/renew": ADDED,
    "GET /api/v1/people/duty": {"": "401 403 200 403 403 200 403 200"},
    "GET /api/v1/screening/persons/{person}/check-ups": PERSON,
    "GET /api/v1/screening/worries": {"": "401 403 200 403 403 200 403 200"},
    "POST /api/v1/screening/worries/{worry}/take": {
        "own": "401 403 200 403 403 200 403 200",
        "other": "401 403 404 403 403 404 403 200",
    },
    "POST /api/v1/screening/worries/{worry}/close": {
        "own": "401 403 422 403 403 422 403 422",
        "other": "401 403 404 403 403 404 403 422",
    },
    "GET /api/v1/referrals/persons/{person}/referrals": PERSON,
    "POST /api/v1/places/areas/{area}/posture": {
        "own": "401 403 403 403 403 200 403 403",
        "other": "401 403 403 403 403 404 403 403",
    },
    "GET /api/v1/places/crisis-numbers": OPEN,
    "POST /api/v1/activities/groups": {
        "own": "401 403 403 201 403 403 403 201",
        "other": "401 403 403 404 403 403 403 201",
    },
    "POST /api/v1/activities/events": {
        "own": "401 403 403 201 403 403 403 201",
        "other": "401 403 403 404 403 403 403 201",
    },
    "GET /api/v1/activities/persons/{person}/attendance": {
        "own": "401 200 403 200 403 403 403 403",
        "other": "401 200 403 200 403 403 403 403",
        "protected": "401 200 403 200 403 403 403 403 403",
    },
    "GET /api/v1/activities/absences": {"": "401 403 200 403 403 403 403 403"},
    "GET /api/v1/outbox/figures": ADMIN,
    "GET /api/v1/outbox/problems": ADMIN,
    "POST /api/v1/outbox/messages/{message}/decide": ADMIN,
    "POST /api/v1/outbox/held/decide": ADMIN,
    "GET /api/v1/outbox/runs": {"": "401 403 403 403 403 200 403 200"},
    "GET /api/v1/outbox/runs/{run}": RUN,
    "POST /api/v1/outbox/runs/{run}/decide": RUN,
    "POST /api/v1/work/tasks/{task}/decide": ADMIN,
    "GET /api/v1/people/persons/{person}/data": OWN_ONLY,
    "POST /api/v1/people/persons/{person}/rest": OWN_ONLY,
    "GET /api/v1/work/dead": ADMIN,
    "GET /api/v1/work/running": ADMIN,
    "GET /api/v1/screening/instrument": OPEN,
    "POST /api/v1/screening/check-ups": {
        "own": "401 201 201 403 403 403 403 403",
        "other": "401 404 404 403 403 403 403 403",
        "protected": "401 201 404 403 403 403 403 403 201",
    },
    "GET /api/v1/screening/concerns": {"": "401 403 200 403 403 200 403 200"},
    "POST /api/v1/screening/concerns/{concern}/take": {
        "own": "401 403 200 403 403 200 403 200",
        "other": "401 403 404 403 403 404 403 200",
        "protected": "401 403 404 403 403 404 403 404 200",
    },
    "POST /api/v1/screening/concerns/{concern}/close": {
        "own": "401 403 422 403 403 422 403 422",
        "other": "401 403 404 403 403 404 403 422",
        "protected": "401 403 404 403 403 404 403 404 422",
    },
    "GET /api/v1/referrals/referrals": {"": "401 403 200 403 403 403 403 403"},
    "POST /api/v1/referrals/referrals": {
        "own": "401 403 201 403 403 403 403 403",
        "other": "401 403 404 403 403 403 403 403",
        "protected": "401 403 404 403 403 403 403 403 201",
    },
    "GET /api/v1/referrals/referrals/{referral}": {
        "own": "401 200 200 403 404 403 403 403",
        "other": "401 404 404 403 404 403 403 403",
        "protected": "401 200 404 403 404 403 403 403 200",
    },
    "POST /api/v1/referrals/referrals/{referral}/steps": {
        "own": "401 403 200 403 404 403 403 403",
        "other": "401 403 404 403 404 403 403 403",
        "protected": "401 403 404 403 404 403 403 403 200",
    },
    "GET /api/v1/outbox/messages?key={key}": ADMIN,
    "GET /api/v1/ledger/persons/{person}": {
        "own": "401 200 403 403 403 403 403 403",
        "other": "401 404 403 403 403 403 403 403",
        "protected": "401 200 403 403 403 403 403 403 403",
    },
    "GET /api/v1/ledger/entries": ADMIN,
    "GET /api/v1/work/figures": ADMIN,
    # Webhooks belong to programs; nobody else has any, and administrators see those of all.
    "GET /api/v1/webhooks/events": {"": STAFF},
    "GET /api/v1/webhooks/webhooks": {"": STAFF},
    "POST /api/v1/webhooks/webhooks": {"": "401 403 403 403 403 403 403 201"},
    "GET /api/v1/webhooks/webhooks/{webhook}": WEBHOOK,
    "POST /api/v1/webhooks/webhooks/{webhook}/test": WEBHOOK,
    "POST /api/v1/webhooks/webhooks/{webhook}/resume": WEBHOOK,
    "POST /api/v1/webhooks/webhooks/{webhook}/close": WEBHOOK,
}
