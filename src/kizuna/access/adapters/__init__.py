from kizuna.access.adapters.logs import HideSeals, QuietLines
from kizuna.access.adapters.sessions import SessionStore

__all__ = ["HideSeals", "QuietLines", "SessionStore"]
