from kizuna.referrals.views.answers import answer
from kizuna.referrals.views.desk import caseload, person, today
from kizuna.referrals.views.front_door import intake, partner, partners, refer_in
from kizuna.referrals.views.outreach import outreach, outreach_to
from kizuna.referrals.views.referral import case, open_one, resend, seen
from kizuna.referrals.views.talks import hand_over, talks
from kizuna.referrals.views.todos import own_todos, step_todo, todos

__all__ = [
    "answer",
    "case",
    "caseload",
    "hand_over",
    "intake",
    "open_one",
    "outreach",
    "outreach_to",
    "own_todos",
    "partner",
    "partners",
    "person",
    "refer_in",
    "resend",
    "seen",
    "step_todo",
    "talks",
    "today",
    "todos",
]
