"""Roles as people call them."""

from kizuna.access.wording import N_

ROLE_WORDS: dict[str, str] = {
    "resident": N_("Resident"),
    "worker": N_("Link worker"),
    "organiser": N_("Organiser"),
    "provider": N_("Provider"),
    "coordinator": N_("Coordinator"),
    "analyst": N_("Analyst"),
    "admin": N_("Administrator"),
}
