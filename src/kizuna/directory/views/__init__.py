from kizuna.directory.views.booklets import booklet, booklet_file, made_booklet, package_zip, services_csv
from kizuna.directory.views.care import care, care_of
from kizuna.directory.views.duplicates import ask_again, duplicate, duplicates, undo_join
from kizuna.directory.views.feeds import feed, feeds
from kizuna.directory.views.links import confirm, confirm_link, room, room_link
from kizuna.directory.views.mapping import synonyms, term, terms
from kizuna.directory.views.packages import import_page, package_findings, package_page
from kizuna.directory.views.pages import service, services
from kizuna.directory.views.standards import OFFERED, described, listed, one, root
from kizuna.directory.views.telling import change, change_link, told, wrong
from kizuna.directory.views.translating import translate, translations

__all__ = [
    "OFFERED",
    "ask_again",
    "booklet",
    "booklet_file",
    "care",
    "care_of",
    "change",
    "change_link",
    "confirm",
    "confirm_link",
    "described",
    "duplicate",
    "duplicates",
    "feed",
    "feeds",
    "import_page",
    "listed",
    "made_booklet",
    "one",
    "package_findings",
    "package_page",
    "package_zip",
    "room",
    "room_link",
    "root",
    "service",
    "services",
    "services_csv",
    "synonyms",
    "term",
    "terms",
    "told",
    "translate",
    "translations",
    "undo_join",
    "wrong",
]
