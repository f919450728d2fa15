from kizuna.referrals.actions.aging import let_go
from kizuna.referrals.actions.keeping import erase, load_referrals
from kizuna.referrals.actions.opening import CONSENT_HOWS, open_referral
from kizuna.referrals.actions.outreach import mark_reached
from kizuna.referrals.actions.owing import chase
from kizuna.referrals.actions.steps import resend_link, seen, take_step

__all__ = [
    "CONSENT_HOWS",
    "chase",
    "erase",
    "let_go",
    "load_referrals",
    "mark_reached",
    "open_referral",
    "resend_link",
    "seen",
    "take_step",
]
