from kizuna.people.views.approvals import approval, approvals
from kizuna.people.views.confirming import confirm
from kizuna.people.views.consents import consents, consents_ending, own_consents, renew, take_back

__all__ = [
    "approval",
    "approvals",
    "confirm",
    "consents",
    "consents_ending",
    "own_consents",
    "renew",
    "take_back",
]
