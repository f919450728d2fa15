from kizuna.referrals.actions.aging import let_go
from kizuna.referrals.actions.drafts import drop_draft, keep_draft
from kizuna.referrals.actions.flags import close_flag, flag_seen, raise_flag
from kizuna.referrals.actions.front_door import (
    add_partner,
    close_intake,
    end_partner,
    first_contact,
    receive,
    renew_partner_link,
    step_intake,
)
from kizuna.referrals.actions.goals import load_goals, mark_goal, set_goal
from kizuna.referrals.actions.handing_over import hand_over, hand_over_all, hand_over_person
from kizuna.referrals.actions.keeping import erase, load_referrals
from kizuna.referrals.actions.mailed import forget_mailed, take_mailed
from kizuna.referrals.actions.measuring import leave_measuring
from kizuna.referrals.actions.opening import AGREED_BEFORE, CONSENT_HOWS, ask_for_oneself, open_referral
from kizuna.referrals.actions.outreach import mark_reached
from kizuna.referrals.actions.owing import chase
from kizuna.referrals.actions.queue import answer_many, drop_reply, keep_reply
from kizuna.referrals.actions.steps import resend_link, seen, take_step
from kizuna.referrals.actions.talks import write_talk
from kizuna.referrals.actions.todos import add_todo, step_todo
from kizuna.referrals.actions.visits import back_from_visit, go_on_visit, stay_longer, watch_visits

__all__ = [
    "AGREED_BEFORE",
    "CONSENT_HOWS",
    "add_partner",
    "add_todo",
    "answer_many",
    "ask_for_oneself",
    "back_from_visit",
    "chase",
    "close_flag",
    "close_intake",
    "drop_draft",
    "drop_reply",
    "end_partner",
    "erase",
    "first_contact",
    "flag_seen",
    "forget_mailed",
    "go_on_visit",
    "hand_over",
    "hand_over_all",
    "hand_over_person",
    "keep_draft",
    "keep_reply",
    "leave_measuring",
    "let_go",
    "load_goals",
    "load_referrals",
    "mark_goal",
    "mark_reached",
    "open_referral",
    "raise_flag",
    "receive",
    "renew_partner_link",
    "resend_link",
    "seen",
    "set_goal",
    "stay_longer",
    "step_intake",
    "step_todo",
    "take_mailed",
    "take_step",
    "watch_visits",
    "write_talk",
]
