from kizuna.people.models.accounts import Account, AccountArea, DutyShift
from kizuna.people.models.approvals import Approval
from kizuna.people.models.consents import Consent
from kizuna.people.models.persons import Block, Household, Membership, Person

__all__ = [
    "Account",
    "AccountArea",
    "Approval",
    "Block",
    "Consent",
    "DutyShift",
    "Household",
    "Membership",
    "Person",
]
