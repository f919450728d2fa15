from kizuna.people.views.confirming import confirm

__all__ = ["confirm"]
