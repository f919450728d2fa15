"""Every write to the directory."""

from kizuna.directory.actions.load import import_package
from kizuna.directory.actions.upkeep import refresh_cards, set_needs

__all__ = ["import_package", "refresh_cards", "set_needs"]
