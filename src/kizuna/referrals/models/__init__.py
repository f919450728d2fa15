from kizuna.referrals.models.asking import Reached, Referral, Step
from kizuna.referrals.models.front_door import Intake, Partner
from kizuna.referrals.models.outcomes import Goal, Measuring
from kizuna.referrals.models.replies import Reply
from kizuna.referrals.models.safety import Flag, FlagSeen, Visit
from kizuna.referrals.models.talks import Draft, Talk
from kizuna.referrals.models.todos import ToDo

__all__ = [
    "Draft",
    "Flag",
    "FlagSeen",
    "Goal",
    "Intake",
    "Measuring",
    "Partner",
    "Reached",
    "Referral",
    "Reply",
    "Step",
    "Talk",
    "ToDo",
    "Visit",
]
