from kizuna.people.api.around import router

__all__ = ["router"]
