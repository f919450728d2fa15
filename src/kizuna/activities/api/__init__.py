from kizuna.activities.api.aid import propose
from kizuna.activities.api.groups import router

__all__ = ["propose", "router"]
