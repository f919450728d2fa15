"""Pages of the link worker, and the provider's link."""

from django.urls import path

from kizuna.referrals import views

app_name = "referrals"
urlpatterns = [
    path("today/", views.today, name="today"),
    path("outreach/", views.outreach, name="outreach"),
    path("outreach/<uuid:person>/", views.outreach_to, name="outreach_to"),
    path("cases/", views.caseload, name="caseload"),
    path("cases/<uuid:person>/", views.person, name="person"),
    path("referrals/open/<uuid:person>/<str:kind>/<uuid:option>/", views.open_one, name="open"),
    path("referrals/ask/<str:kind>/<uuid:option>/", views.ask, name="ask"),
    path("referrals/<uuid:referral>/", views.case, name="case"),
    path("cases/hand-over/", views.hand_over_all, name="hand_over_all"),
    path("cases/<uuid:person>/owner/", views.hand_over_person, name="hand_over_person"),
    path("cases/<uuid:person>/flag/", views.raise_flag, name="raise_flag"),
    path("flags/<uuid:flag>/", views.flag, name="flag"),
    path("visits/", views.visits, name="visits"),
    path("visits/<uuid:visit>/", views.visit, name="visit"),
    path("cases/<uuid:person>/talks/draft/", views.draft, name="draft"),
    path("cases/<uuid:person>/talks/", views.talks, name="talks"),
    path("cases/<uuid:person>/todos/", views.todos, name="todos"),
    path("todos/", views.own_todos, name="own_todos"),
    path("todos/<uuid:todo>/", views.step_todo, name="step_todo"),
    path("cases/<uuid:person>/goals/", views.goals, name="goals"),
    path("cases/<uuid:person>/plan/", views.plan, name="plan"),
    path("goals/<uuid:goal>/", views.goal, name="goal"),
    path("outcomes/", views.outcomes, name="outcomes"),
    path("outcomes.csv", views.outcomes_file, name="outcomes_file"),
    path("measurings/<uuid:measuring>/left/", views.leave, name="leave"),
    path("referrals/<uuid:referral>/owner/", views.hand_over, name="hand_over"),
    path("referrals/<uuid:referral>/link/", views.resend, name="resend"),
    path("referrals/<uuid:referral>/seen/", views.seen, name="seen"),
    path("intakes/<uuid:intake>/", views.intake, name="intake"),
    path("partners/", views.partners, name="partners"),
    path("partners/<uuid:partner>/", views.partner, name="partner"),
    path("refer/<str:token>/", views.refer_in, name="refer_in"),
    path("refer/<str:token>/mailed/<uuid:reply>/", views.refer_mailed, name="refer_mailed"),
    path("queue/", views.queue, name="queue"),
    path("queue/ready/", views.ready, name="ready"),
    path("queue/ready/<uuid:ready>/", views.drop, name="drop"),
    path("queue/<uuid:referral>/", views.queued, name="queued"),
    path("r/<str:token>/", views.answer, name="answer"),
]
