from kizuna.referrals.actions.aging import let_go
from kizuna.referrals.actions.front_door import (
    add_partner,
    close_intake,
    end_partner,
    first_contact,
    receive,
    renew_partner_link,
    step_intake,
)
from kizuna.referrals.actions.keeping import erase, load_referrals
from kizuna.referrals.actions.opening import AGREED_BEFORE, CONSENT_HOWS, open_referral
from kizuna.referrals.actions.outreach import mark_reached
from kizuna.referrals.actions.owing import chase
from kizuna.referrals.actions.steps import resend_link, seen, take_step
from kizuna.referrals.actions.talks import hand_over, write_talk
from kizuna.referrals.actions.todos import add_todo, step_todo

__all__ = [
    "AGREED_BEFORE",
    "CONSENT_HOWS",
    "add_partner",
    "add_todo",
    "chase",
    "close_intake",
    "end_partner",
    "erase",
    "first_contact",
    "hand_over",
    "let_go",
    "load_referrals",
    "mark_reached",
    "open_referral",
    "receive",
    "renew_partner_link",
    "resend_link",
    "seen",
    "step_intake",
    "step_todo",
    "take_step",
    "write_talk",
]
