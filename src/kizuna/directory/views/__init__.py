from kizuna.directory.views.pages import import_page, service, services
from kizuna.directory.views.standards import OFFERED, described, listed, one, root

__all__ = ["OFFERED", "described", "import_page", "listed", "one", "root", "service", "services"]
