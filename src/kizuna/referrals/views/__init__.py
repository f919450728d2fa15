from kizuna.referrals.views.answers import answer
from kizuna.referrals.views.asking import ask
from kizuna.referrals.views.desk import caseload, person, today
from kizuna.referrals.views.flags import flag, raise_flag
from kizuna.referrals.views.front_door import intake, partner, partners, refer_in, refer_mailed
from kizuna.referrals.views.goals import goal, goals, leave, plan
from kizuna.referrals.views.handing_over import hand_over, hand_over_all, hand_over_person
from kizuna.referrals.views.outcomes import outcomes, outcomes_file
from kizuna.referrals.views.outreach import outreach, outreach_to
from kizuna.referrals.views.queue import drop, queue, queued, ready
from kizuna.referrals.views.referral import case, open_one, resend, seen
from kizuna.referrals.views.talks import draft, talks
from kizuna.referrals.views.todos import own_todos, step_todo, todos
from kizuna.referrals.views.visits import visit, visits

__all__ = [
    "answer",
    "ask",
    "case",
    "caseload",
    "draft",
    "drop",
    "flag",
    "goal",
    "goals",
    "hand_over",
    "hand_over_all",
    "hand_over_person",
    "intake",
    "leave",
    "open_one",
    "outcomes",
    "outcomes_file",
    "outreach",
    "outreach_to",
    "own_todos",
    "partner",
    "partners",
    "person",
    "plan",
    "queue",
    "queued",
    "raise_flag",
    "ready",
    "refer_in",
    "refer_mailed",
    "resend",
    "seen",
    "step_todo",
    "talks",
    "today",
    "todos",
    "visit",
    "visits",
]
