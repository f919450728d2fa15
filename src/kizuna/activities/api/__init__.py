from kizuna.activities.api.aid import propose
from kizuna.activities.api.groups import router
from kizuna.activities.api.seats import take_seat

__all__ = ["propose", "router", "take_seat"]
