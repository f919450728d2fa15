from kizuna.directory.views.links import confirm, confirm_link, room, room_link
from kizuna.directory.views.pages import import_page, service, services
from kizuna.directory.views.standards import OFFERED, described, listed, one, root

__all__ = [
    "OFFERED",
    "confirm",
    "confirm_link",
    "described",
    "import_page",
    "listed",
    "one",
    "room",
    "room_link",
    "root",
    "service",
    "services",
]
