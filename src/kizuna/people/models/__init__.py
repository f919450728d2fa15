from kizuna.people.models.accounts import Account, AccountArea, DutyShift
from kizuna.people.models.consents import Consent
from kizuna.people.models.persons import Block, Household, Membership, Person

__all__ = ["Account", "AccountArea", "Block", "Consent", "DutyShift", "Household", "Membership", "Person"]
