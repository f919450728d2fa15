from kizuna.access.adapters.logs import HideSeals, JsonLines, QuietLines
from kizuna.access.adapters.sessions import SessionStore

__all__ = ["HideSeals", "JsonLines", "QuietLines", "SessionStore"]
