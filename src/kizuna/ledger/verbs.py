"""What a person reads about each verb of the ledger. A verb that is not here shows its code."""

from kizuna.access.wording import N_

LOOKED = "looked"

VERBS: dict[str, str] = {
    LOOKED: N_("Your record was opened."),
}

ROLES: dict[str, str] = {
    "stranger": N_("Someone without an account"),
    "resident": N_("You, or someone you asked"),
    "worker": N_("A link worker"),
    "organiser": N_("A group organiser"),
    "provider": N_("A service"),
    "coordinator": N_("A coordinator"),
    "analyst": N_("An analyst"),
    "admin": N_("An administrator"),
    "system": N_("Kizuna itself"),
}


def what_happened(verb: str) -> str:
    """The verb as a sentence, or its code."""
    return VERBS.get(verb, verb)


def who_did(by: str) -> str:
    """The role in `role:account` in plain words, or the role itself."""
    role = by.partition(":")[0]
    return ROLES.get(role, role)
