"""Public pages of groups, under /groups/."""

from django.urls import path

from kizuna.activities import views

app_name = "activities"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("mine/", views.mine, name="mine"),
    path("mine/calendar/", views.new_calendar, name="new_calendar"),
    path("mine/<str:token>/dates.ics", views.own_calendar, name="own_calendar"),
    path("place/<str:token>/", views.seat, name="seat"),
    path("place/<str:token>/date.ics", views.seat_calendar, name="seat_calendar"),
    path("dates/<uuid:event>/<int:at>/", views.date, name="date"),
    path("dates/<uuid:event>/<int:at>/who/", views.attendance, name="attendance"),
    path("dates/<uuid:event>/<int:at>/call-off/", views.call_off, name="call_off"),
    path("aid/", views.aid_home, name="aid_home"),
    path("aid/ask/<slug:kind>/", views.ask, name="ask"),
    path("aid/offer/", views.offer, name="offer"),
    path("aid/mine/", views.own_aid, name="own_aid"),
    path("aid/mine/<uuid:aid>/back/", views.withdraw_own_aid, name="withdraw_own_aid"),
    path("aid/own/<str:token>/", views.aid_page, name="aid"),
    path("aid/own/<str:token>/back/", views.withdraw_aid, name="withdraw_aid"),
    path("aid/own/<str:token>/answer/", views.answer_match, name="answer_match"),
    path("aid/own/<str:token>/end/", views.finish_match, name="finish_match"),
    path("aid/board/", views.aid_board, name="aid_board"),
    path("aid/board/together/", views.aid_together, name="aid_together"),
    path("aid/board/together/ask/", views.propose_matches, name="propose_matches"),
    path("aid/board/<uuid:aid>/look/", views.look_at_aid, name="look_at_aid"),
    path("aid/board/<uuid:ask>/propose/", views.propose_match, name="propose_match"),
    path("<uuid:group>/", views.group, name="group"),
    path("<uuid:group>/dates.ics", views.group_calendar, name="group_calendar"),
    path("<uuid:group>/dates/new/", views.new_date, name="new_date"),
    path("<uuid:group>/dates/bring/", views.bring_calendar, name="bring_calendar"),
    path("<uuid:group>/pass-on/", views.pass_on, name="pass_on"),
    path("<uuid:group>/talk/", views.talk, name="talk"),
    path("<uuid:group>/talk/first/", views.let_talk, name="let_talk"),
    path("<uuid:group>/membership/", views.membership, name="membership"),
    path("<uuid:group>/write-to/", views.write_to, name="write_to"),
    path("letters/<uuid:letter>/decide/", views.decide_letter, name="decide_letter"),
    path("letters/<uuid:letter>/apart/", views.writer_apart, name="writer_apart"),
    path("hear-less/<str:token>/", views.hear_less, name="hear_less"),
    path("dates/<uuid:event>/<int:at>/notes/", views.notes, name="notes"),
    path("missed/<uuid:absence>/reached/", views.reached, name="reached"),
]
