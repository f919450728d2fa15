from kizuna.referrals.models.asking import Reached, Referral, Step
from kizuna.referrals.models.front_door import Intake, Partner
from kizuna.referrals.models.talks import Talk
from kizuna.referrals.models.todos import ToDo

__all__ = [
    "Intake",
    "Partner",
    "Reached",
    "Referral",
    "Step",
    "Talk",
    "ToDo",
]
