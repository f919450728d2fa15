"""Every address × method × role and its expected answer, written by hand.

An answer is a status. 302 of a stranger is the way to the log-in; 404 says that for you there is nothing
here, whether or not there is; 403 comes with a reason where the person may know that it exists; 405 is no
such deed on this page; 422 is a form that needs mending.

"own" is what lies within reach of the resident and of the worker: the resident herself, who lives where
the worker works. "other" is the same thing about somebody else, who lives elsewhere. Routes without such a
thing have plain methods.
"""

from tests.house.aid_doors import AID
from tests.house.bond_doors import BONDS
from tests.house.check_up_doors import CHECK_UPS
from tests.house.fhir_doors import FHIR
from tests.house.group_doors import GROUPS
from tests.house.listing_doors import LISTINGS
from tests.house.message_doors import MESSAGES
from tests.house.own_doors import OWN
from tests.house.people_doors import PEOPLE
from tests.house.referral_doors import REFERRED_IN
from tests.house.standard_doors import STANDARD
from tests.house.talk_doors import TALKS
from tests.house.voice_doors import VOICE
from tests.house.volunteer_doors import VOLUNTEERS

ROLES = ("stranger", "resident", "worker", "organiser", "provider", "coordinator", "analyst", "admin")


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * len(ROLES))


def both(get: str, post: str) -> dict[str, str]:
    """The same answers for what lies within reach and what does not."""
    return {"GET own": get, "GET other": get, "POST own": post, "POST other": post}


NO = everybody(405)


def posts(own: str, other: str) -> dict[str, str]:
    """A form without a page of its own."""
    return {"GET own": NO, "GET other": NO, "POST own": own, "POST other": other}


PUBLIC = {"GET": everybody(200), "POST": NO}
PUBLIC_ONE = {"GET own": everybody(200), "GET other": everybody(404), "POST own": NO, "POST other": NO}
ACCOUNT = "302 200 200 200 200 200 200 200"
LOG_IN = "200 302 302 302 302 302 302 302"
NOT_MINE = "302 404 404 404 404 404 404 404"
ADMIN_ONE = {
    "GET own": NO,
    "GET other": NO,
    "POST own": "302 403 403 403 403 403 403 302",
    "POST other": "302 403 403 403 403 403 403 404",
}
ADMIN_FORM = {"GET": "302 403 403 403 403 403 403 200", "POST": "302 403 403 403 403 403 403 422"}
KEEPS_ACCOUNTS = {
    "GET own": NO,
    "GET other": NO,
    "POST own": "302 403 403 403 403 403 403 302",
    "POST other": "302 403 403 403 403 403 403 404",
}

# route: {method, and own or other: the answers in the order of
#        stranger resident worker organiser provider coordinator analyst admin}
DOORS: dict[str, dict[str, str]] = {
    # Open to everybody: nothing of a person is behind these.
    "": {"GET": "200 200 302 200 302 200 200 200", "POST": NO},
    "about/": PUBLIC,
    "privacy/": PUBLIC,
    "crisis/": PUBLIC,
    "gallery/": PUBLIC,
    "guide/": PUBLIC,
    "healthy/": PUBLIC,
    "ready/": PUBLIC,
    # From this machine, as here, or with a token: everybody else gets 404 (tests/web/test_operation.py).
    "metrics": PUBLIC,
    "operation/": {"GET": "302 403 403 403 403 403 403 200", "POST": NO},
    "offline/": PUBLIC,
    "manifest.webmanifest": PUBLIC,
    "sw.js": PUBLIC,
    # For programs; the operations of the rooms stand in `api_doors.py`.
    "api/v1/": {"GET": everybody(404), "POST": everybody(404)},
    "api/v1/docs": PUBLIC,
    "api/v1/openapi.json": PUBLIC,
    "api/v1/token": {"GET": NO, "POST": everybody(400)},
    "leave/": {"GET": everybody(302), "POST": NO},
    "language/": {"GET": everybody(302), "POST": everybody(302)},
    "reading/": {"GET": NO, "POST": everybody(302)},
    "services/": PUBLIC,
    "services/<uuid:id>/": PUBLIC_ONE,
    "services/booklet/": {"GET": everybody(200), "POST": everybody(422)},
    "services/booklet/<uuid:id>/": PUBLIC_ONE,
    "services/booklet/<uuid:id>/file/": PUBLIC_ONE,
    "services/services.csv": PUBLIC,
    "services/hsds-3.1.zip": PUBLIC,
    "groups/": PUBLIC,
    "groups/<uuid:group>/": PUBLIC_ONE,
    # Passing on: by the organiser of the area, whom the list names; reached: by a worker who supports them.
    "groups/<uuid:group>/pass-on/": posts(
        "302 403 403 404 403 403 403 403", "302 403 403 404 403 403 403 403"
    ),
    "groups/missed/<uuid:absence>/reached/": posts(
        "302 403 302 403 403 403 403 403", "302 403 404 403 403 403 403 403"
    ),
    "help/": PUBLIC,
    "help/near/": {"GET": NO, "POST": everybody(302)},
    "help/need/<str:code>/": PUBLIC_ONE,
    # Answers and lists travel in the page: without them there is nothing to go on with.
    "help/for-me/": {"GET": everybody(302), "POST": everybody(410)},
    "help/report/": {"GET": "302 403 403 403 403 200 200 200", "POST": NO},
    "help/report.csv": {"GET": "302 403 403 403 403 200 200 200", "POST": NO},
    "help/list/": {"GET": NO, "POST": everybody(302)},
    "help/list/<str:token>/": PUBLIC_ONE,
    "help/list/<str:token>/send/": posts(everybody(422), everybody(404)),
    "help/list/<str:token>/sheet/": PUBLIC_ONE,
    "check-up/call-me/": PUBLIC,
    "worried/": {"GET": everybody(200), "POST": everybody(422)},
    # Log-in: those who are in already are led home.
    "account/login/": {"GET": LOG_IN, "POST": LOG_IN},
    "account/login/code/": {"GET": LOG_IN, "POST": LOG_IN},
    "account/login/code/confirm/": {"GET": everybody(302), "POST": everybody(302)},
    "account/logout/": {"GET": "302 200 200 200 200 200 200 200", "POST": everybody(302)},
    # Those who work here show that it is them by their second factor, so this page leads them there.
    "account/confirm/": {
        "GET": "302 200 302 302 200 302 302 302",
        "POST": "302 422 302 302 422 302 302 302",
    },
    # The site of these tests trusts no organisation: tests/people/test_organisations.py has one.
    "account/organisation/<str:provider_id>/": both(NO, everybody(404)),
    "account/organisation/<str:provider_id>/back/": both(everybody(404), NO),
    "account/invited/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    "invitations/": {"GET": "302 403 403 403 403 200 403 200", "POST": "302 403 403 403 403 422 403 422"},
    "invitations/<uuid:invitation>/": posts(
        "302 403 403 403 403 302 403 302", "302 403 403 403 403 404 403 302"
    ),
    "programs/": ADMIN_FORM,
    "programs/<uuid:program>/close/": ADMIN_ONE,
    "webhooks/": ADMIN_FORM,
    "webhooks/<uuid:webhook>/": ADMIN_ONE,
    "accounts/": {"GET": "302 403 403 403 403 403 403 200", "POST": NO},
    "accounts/<uuid:account>/": {
        "GET own": "302 403 403 403 403 403 403 200",
        "GET other": "302 403 403 403 403 403 403 404",
        "POST own": "302 403 403 403 403 403 403 422",
        "POST other": "302 403 403 403 403 403 403 404",
    },
    "accounts/<uuid:account>/sign-out/": KEEPS_ACCOUNTS,
    "accounts/<uuid:account>/reopen/": KEEPS_ACCOUNTS,
    "accounts/<uuid:account>/close/": KEEPS_ACCOUNTS,
    "account/email/": {
        "GET": "302 200 404 404 404 404 404 404",
        "POST": "302 422 404 404 404 404 404 404",
    },
    "account/phone/": {"GET": ACCOUNT, "POST": ACCOUNT},
    "account/phone/verify/": {"GET": everybody(302), "POST": everybody(302)},
    # A shared computer: anybody may make theirs one; it only takes rights away.
    "kiosk/": {"GET": everybody(200), "POST": everybody(302)},
    "kiosk/done/": {"GET": everybody(302), "POST": NO},
    "account/sessions/": {"GET": ACCOUNT, "POST": everybody(302)},
    # Second factor: staff have an app; a resident and a provider have none yet.
    "account/second-factor/": {"GET": ACCOUNT, "POST": "302 405 405 405 405 405 405 405"},
    "account/second-factor/code/": {"GET": everybody(302), "POST": everybody(302)},
    "account/second-factor/again/": {
        "GET": "302 302 200 200 302 200 200 200",
        "POST": "302 302 200 200 302 200 200 200",
    },
    "account/second-factor/app/": {
        "GET": "302 200 302 302 200 302 302 302",
        "POST": "302 200 302 302 200 302 302 302",
    },
    "account/second-factor/app/remove/": {
        "GET": "302 404 200 200 404 200 200 200",
        "POST": "302 404 200 200 404 200 200 200",
    },
    "account/second-factor/spare-codes/": {"GET": NOT_MINE, "POST": "302 405 405 405 405 405 405 405"},
    "account/second-factor/spare-codes/new/": {"GET": ACCOUNT, "POST": "302 200 302 302 200 302 302 302"},
    "account/passkeys/": {"GET": ACCOUNT, "POST": "302 405 405 405 405 405 405 405"},
    "account/passkeys/add/": {"GET": ACCOUNT, "POST": ACCOUNT},
    "account/passkeys/login/": {"GET": everybody(302), "POST": everybody(302)},
    "account/passkeys/again/": {"GET": everybody(302), "POST": everybody(302)},
    "account/passkeys/<int:pk>/remove/": both(NOT_MINE, NOT_MINE),
    "account/inactive/": PUBLIC,
    **OWN,
    **PEOPLE,
    **LISTINGS,
    **GROUPS,
    **AID,
    **VOLUNTEERS,
    **BONDS,
    **TALKS,
    **VOICE,
    **CHECK_UPS,
    **FHIR,
    **STANDARD,
    # What somebody says is wrong: for a link worker near by, whether or not they agreed.
    "corrections/<uuid:correction>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "site/look-again/": {"GET": NO, "POST": "302 403 403 403 403 403 403 302"},
    # Messages: figures and hints of addresses, for whoever runs the site. Runs also for their coordinator.
    # What people wrote to us: read and answered by link workers of their area.
    "answers/": {"GET": "302 403 200 403 403 403 403 403", "POST": NO},
    "answers/<uuid:reply>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    # Whoever has the link may end what is sent to its address, and have it again.
    "end-messages/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    # What providers hand us: signed, or not at all.
    "incoming/<str:channel>/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": everybody(401),
        "POST other": everybody(404),
    },
    "messages/": ADMIN_FORM,
    **MESSAGES,
    "tasks/": ADMIN_FORM,
    # Lists belong to whoever brought them: here to the coordinator.
    "lists/": {"GET": "302 403 403 200 403 200 403 200", "POST": "302 403 403 422 403 422 403 422"},
    "lists/<uuid:brought>/": {
        "GET own": "302 403 403 404 403 200 403 404",
        "GET other": "302 403 403 404 403 404 403 404",
        "POST own": "302 403 403 404 403 422 403 404",
        "POST other": "302 403 403 404 403 404 403 404",
    },
    "lists/<uuid:brought>/faults/": {
        "GET own": "302 403 403 404 403 200 403 404",
        "GET other": "302 403 403 404 403 404 403 404",
        "POST own": NO,
        "POST other": NO,
    },
    "lists/<uuid:brought>/<str:step>/": posts(
        "302 403 403 404 403 302 403 404", "302 403 403 404 403 404 403 404"
    ),
    # The link worker's rooms. Other roles may know that such pages exist, whoever they are about.
    "today/": {"GET": "302 403 200 403 403 403 403 403", "POST": NO},
    "cases/": {"GET": "302 403 200 403 403 403 403 403", "POST": NO},
    "outreach/": {"GET": "302 403 200 403 403 403 403 403", "POST": NO},
    "outreach/<uuid:person>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "cases/<uuid:person>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": NO,
        "POST other": NO,
    },
    "help/for/<uuid:person>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 404 404 403 403 403 403 403",
        "POST own": NO,
        "POST other": NO,
    },
    "help/for/<uuid:person>/chosen/": posts(
        "302 403 404 403 403 403 403 403", "302 404 404 403 403 403 403 403"
    ),
    "help/for/<uuid:person>/came/": posts(
        "302 403 400 403 403 403 403 403", "302 404 404 403 403 403 403 403"
    ),
    # A concern is for those near by who can act, and for the administrator when nobody else is there.
    "concerns/<uuid:concern>/": {
        "GET own": "302 403 200 403 403 200 403 200",
        "GET other": "302 403 404 403 403 404 403 200",
        "POST own": "302 403 200 403 403 200 403 200",
        "POST other": "302 403 404 403 403 404 403 200",
    },
    # A worry about somebody else: the same.
    "worries/": {"GET": "302 403 200 403 403 200 403 200", "POST": NO},
    "worries/<uuid:worry>/": {
        "GET own": "302 403 200 403 403 200 403 200",
        "GET other": "302 403 404 403 403 404 403 200",
        "POST own": "302 403 200 403 403 200 403 200",
        "POST other": "302 403 404 403 403 404 403 200",
    },
    "check-up/contact/<uuid:request_id>/done/": posts(
        "302 403 302 403 403 403 403 403", "302 403 404 403 403 403 403 403"
    ),
    "referrals/open/<uuid:person>/<str:kind>/<uuid:option>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    # A referral: its person may read it; a provider comes by the link, an account of theirs opens none.
    "referrals/<uuid:referral>/": {
        "GET own": "302 200 200 403 404 403 403 403",
        "GET other": "302 404 404 403 404 403 403 403",
        "POST own": "302 403 422 403 404 403 403 403",
        "POST other": "302 404 404 403 404 403 403 403",
    },
    "referrals/<uuid:referral>/link/": posts(
        "302 403 302 403 404 403 403 403", "302 403 404 403 404 403 403 403"
    ),
    "referrals/<uuid:referral>/seen/": posts(
        "302 403 302 403 404 403 403 403", "302 403 404 403 404 403 403 403"
    ),
    # The provider's link is the key, whoever holds it; "other" is a link that this site never made.
    "r/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    **REFERRED_IN,
    # What people agreed to: their link workers record it, both can take it back and renew it.
    "consents/": {"GET": "302 403 200 403 403 403 403 403", "POST": NO},
    "consents/of/<uuid:person>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "consents/<uuid:consent>/renew/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 302 302 403 403 403 403 403",
        "POST other": "302 404 404 403 403 403 403 403",
    },
    "consents/<uuid:consent>/take-back/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 302 302 403 403 403 403 403",
        "POST other": "302 404 404 403 403 403 403 403",
    },
    "ledger/": {"GET": "302 403 403 403 403 403 403 200", "POST": NO},
    "duty/": {"GET": "302 403 200 403 403 200 403 200", "POST": "302 403 200 403 403 200 403 200"},
    # Those who run the site.
    "services/import/": ADMIN_FORM,
    "site/crisis-numbers/": ADMIN_FORM,
    # Areas: coordinators and administrators look, administrators change, coordinators call emergencies.
    "site/places/": {"GET": "302 403 403 403 403 200 403 200", "POST": NO},
    "site/places/add/": ADMIN_FORM,
    "site/places/import/": ADMIN_FORM,
    "site/places/<uuid:area>/": {
        "GET own": "302 403 403 403 403 200 403 200",
        "GET other": "302 403 403 403 403 404 403 404",
        "POST own": NO,
        "POST other": NO,
    },
    "site/places/<uuid:area>/change/": {
        "GET own": "302 403 403 403 403 403 403 200",
        "GET other": "302 403 403 403 403 403 403 404",
        "POST own": "302 403 403 403 403 403 403 422",
        "POST other": "302 403 403 403 403 403 403 404",
    },
    "site/places/<uuid:area>/posture/": {
        "GET own": "302 403 403 403 403 200 403 403",
        "GET other": "302 403 403 403 403 404 403 403",
        "POST own": "302 403 403 403 403 422 403 403",
        "POST other": "302 403 403 403 403 404 403 403",
    },
}
