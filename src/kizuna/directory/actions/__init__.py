"""Every write to the directory."""

from kizuna.directory.actions.aging import let_go
from kizuna.directory.actions.alike import ask_again, find_alike, say_apart
from kizuna.directory.actions.asking import ask_about, ask_to_confirm
from kizuna.directory.actions.booklets import ask_for_booklet, forget_booklets, settle_booklet
from kizuna.directory.actions.bringing import bring_package, import_brought, settle_package
from kizuna.directory.actions.caring import count_use, recheck_all
from kizuna.directory.actions.changing import Changed, decide_change, propose_change, undo_change
from kizuna.directory.actions.confirming import confirm_letter, confirm_service
from kizuna.directory.actions.ending import settle_gone
from kizuna.directory.actions.faults import close_fault, report_fault
from kizuna.directory.actions.feeding import (
    begin_fetches,
    fetch_now,
    keep_feed,
    no_feed,
    switch_feed,
    took_feed,
)
from kizuna.directory.actions.joining import join_entries, undo_join
from kizuna.directory.actions.load import import_package
from kizuna.directory.actions.mapping import map_needs, set_term_needs
from kizuna.directory.actions.room import set_capacity
from kizuna.directory.actions.secrecy import keep_secret
from kizuna.directory.actions.translating import bring_translations, translate
from kizuna.directory.actions.upkeep import fill_cards, refresh_cards, set_needs
from kizuna.directory.actions.wording import forget_synonym, set_synonym

__all__ = [
    "Changed",
    "ask_about",
    "ask_again",
    "ask_for_booklet",
    "ask_to_confirm",
    "begin_fetches",
    "bring_package",
    "bring_translations",
    "close_fault",
    "confirm_letter",
    "confirm_service",
    "count_use",
    "decide_change",
    "fetch_now",
    "fill_cards",
    "find_alike",
    "forget_booklets",
    "forget_synonym",
    "import_brought",
    "import_package",
    "join_entries",
    "keep_feed",
    "keep_secret",
    "let_go",
    "map_needs",
    "no_feed",
    "propose_change",
    "recheck_all",
    "refresh_cards",
    "report_fault",
    "say_apart",
    "set_capacity",
    "set_needs",
    "set_synonym",
    "set_term_needs",
    "settle_booklet",
    "settle_gone",
    "settle_package",
    "switch_feed",
    "took_feed",
    "translate",
    "undo_change",
    "undo_join",
]
