"""Every write to the directory."""

from kizuna.directory.actions.asking import ask_about, ask_to_confirm
from kizuna.directory.actions.confirming import confirm_letter, confirm_service
from kizuna.directory.actions.load import import_package
from kizuna.directory.actions.room import set_capacity
from kizuna.directory.actions.upkeep import fill_cards, refresh_cards, set_needs

__all__ = [
    "ask_about",
    "ask_to_confirm",
    "confirm_letter",
    "confirm_service",
    "fill_cards",
    "import_package",
    "refresh_cards",
    "set_capacity",
    "set_needs",
]
