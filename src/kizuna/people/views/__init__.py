from kizuna.people.views.approvals import approval, approvals
from kizuna.people.views.coming_back import coming_back
from kizuna.people.views.confirming import confirm
from kizuna.people.views.consents import consents, consents_ending, own_consents, renew, take_back
from kizuna.people.views.correcting import avoid, correction, wrong
from kizuna.people.views.duty import duty
from kizuna.people.views.factors import (
    activate_app,
    add_passkey,
    change_phone,
    new_spare_codes,
    remove_app,
    remove_passkey,
    sessions,
    spare_codes,
)
from kizuna.people.views.glass import glass, glass_review, glass_reviews, glass_said, through_glass
from kizuna.people.views.invitations import invited
from kizuna.people.views.kiosk import kiosk, kiosk_done
from kizuna.people.views.merging import double, doubles, undo
from kizuna.people.views.organisations import from_organisation, to_organisation
from kizuna.people.views.own import correct_own, rest
from kizuna.people.views.own_email import own_email
from kizuna.people.views.persons import add, change, person

__all__ = [
    "activate_app",
    "add",
    "add_passkey",
    "approval",
    "approvals",
    "avoid",
    "change",
    "change_phone",
    "coming_back",
    "confirm",
    "consents",
    "consents_ending",
    "correct_own",
    "correction",
    "double",
    "doubles",
    "duty",
    "from_organisation",
    "glass",
    "glass_review",
    "glass_reviews",
    "glass_said",
    "invited",
    "kiosk",
    "kiosk_done",
    "new_spare_codes",
    "own_consents",
    "own_email",
    "person",
    "remove_app",
    "remove_passkey",
    "renew",
    "rest",
    "sessions",
    "spare_codes",
    "take_back",
    "through_glass",
    "to_organisation",
    "undo",
    "wrong",
]
