from kizuna.work.actions.adding import enqueue, first_time, wake
from kizuna.work.actions.deciding import cancel, leave, try_again
from kizuna.work.actions.leasing import LEASE, beat, claim, finish, reap, report
from kizuna.work.actions.returning import prune, take_turns
from kizuna.work.actions.straightening import straighten

__all__ = [
    "LEASE",
    "beat",
    "cancel",
    "claim",
    "enqueue",
    "finish",
    "first_time",
    "leave",
    "prune",
    "reap",
    "report",
    "straighten",
    "take_turns",
    "try_again",
    "wake",
]
