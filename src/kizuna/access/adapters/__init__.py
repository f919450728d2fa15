from kizuna.access.adapters.logs import HideSeals
from kizuna.access.adapters.sessions import SessionStore

__all__ = ["HideSeals", "SessionStore"]
