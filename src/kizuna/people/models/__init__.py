from kizuna.people.models.accounts import Account, AccountArea, DutyShift
from kizuna.people.models.approvals import Approval
from kizuna.people.models.consents import Consent
from kizuna.people.models.correcting import Correction
from kizuna.people.models.devices import Device
from kizuna.people.models.glass import Glass
from kizuna.people.models.guesses import Guesses
from kizuna.people.models.homes import Block, Household, Membership, Speaking
from kizuna.people.models.invitations import Invitation
from kizuna.people.models.persons import Person, PersonName, records_of
from kizuna.people.models.standing import Dependence, Double, Keeper, Merge, Protection, StatusChange

__all__ = [
    "Account",
    "AccountArea",
    "Approval",
    "Block",
    "Consent",
    "Correction",
    "Dependence",
    "Device",
    "Double",
    "DutyShift",
    "Glass",
    "Guesses",
    "Household",
    "Invitation",
    "Keeper",
    "Membership",
    "Merge",
    "Person",
    "PersonName",
    "Protection",
    "Speaking",
    "StatusChange",
    "records_of",
]
