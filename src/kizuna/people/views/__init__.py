from kizuna.people.views.approvals import approval, approvals
from kizuna.people.views.confirming import confirm

__all__ = ["approval", "approvals", "confirm"]
