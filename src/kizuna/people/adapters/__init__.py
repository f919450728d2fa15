from kizuna.people.adapters.accounts import AccountAdapter
from kizuna.people.adapters.organisations import OrganisationAdapter
from kizuna.people.adapters.second_factor import SecondFactorAdapter

__all__ = ["AccountAdapter", "OrganisationAdapter", "SecondFactorAdapter"]
