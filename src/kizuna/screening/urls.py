"""Pages of the check-up, the crisis numbers, and safety concerns."""

from django.urls import path

from kizuna.screening import views

app_name = "screening"
urlpatterns = [
    path("check-up/", views.start, name="start"),
    path("check-up/questions/", views.questions, name="questions"),
    path("check-up/heard/", views.heard, name="heard"),
    path("check-up/contact/", views.contact, name="contact"),
    path("check-up/contact/<uuid:request_id>/done/", views.contact_done, name="contact_done"),
    path("check-up/call-me/", views.call_me, name="call_me"),
    path("check-up/with/<uuid:person>/", views.with_person, name="with_person"),
    path("check-up/with/<uuid:person>/<slug:scale>/", views.with_person, name="scale_with_person"),
    path("check-up/scales/<slug:scale>/", views.start, name="scale"),
    path("check-up/paper/<slug:scale>/", views.paper, name="paper"),
    path("check-up/type-in/<uuid:person>/<slug:scale>/", views.type_in, name="type_in"),
    path("check-up/text/<uuid:person>/<slug:scale>/", views.text, name="text"),
    path("check-up/save/", views.save, name="save"),
    path("check-up/back/<str:token>/", views.come_back, name="come_back"),
    path("check-up/score/", views.keep_score, name="keep_score"),
    path("crisis/", views.crisis, name="crisis"),
    path("check-ups/figures/", views.figures, name="figures"),
    path("coping/", views.coping, name="coping"),
    path("coping/<slug:page>/", views.coping_page, name="coping_page"),
    path("library/", views.library, name="library"),
    path("library/new/", views.library_new, name="library_new"),
    path("library/<uuid:page>/", views.library_page, name="library_page"),
    path("library/<slug:page>/show/", views.library_show, name="library_show"),
    path("worried/", views.worried, name="worried"),
    path("worries/", views.worries, name="worries"),
    path("worries/<uuid:worry>/", views.worry, name="worry"),
    path("concerns/<uuid:concern>/", views.concern, name="concern"),
]
