"""Every write to the directory."""

from kizuna.directory.actions.load import import_package
from kizuna.directory.actions.upkeep import fill_cards, refresh_cards, set_needs

__all__ = ["fill_cards", "import_package", "refresh_cards", "set_needs"]
