from kizuna.people.api.around import router as _around
from kizuna.people.api.duty import router as _duty
from kizuna.people.api.persons import router

router.add_router("", _around)
router.add_router("", _duty)

__all__ = ["router"]
