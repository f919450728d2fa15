"""Pages about people, and of those who work here."""

from django.urls import path

from kizuna.people import views

app_name = "people"
urlpatterns = [
    path("people/add/", views.add, name="add"),
    path("people/back/", views.coming_back, name="coming_back"),
    path("people/doubles/", views.doubles, name="doubles"),
    path("people/doubles/<uuid:pair>/", views.double, name="double"),
    path("people/merges/<uuid:merge>/undo/", views.undo, name="undo"),
    path("people/<uuid:person>/", views.person, name="person"),
    path("people/<uuid:person>/<slug:part>/", views.change, name="change"),
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/<uuid:approval>/", views.approval, name="approval"),
    path("consents/", views.consents_ending, name="consents_ending"),
    path("consents/of/<uuid:person>/", views.consents, name="consents"),
    path("consents/<uuid:consent>/renew/", views.renew, name="renew"),
    path("consents/<uuid:consent>/take-back/", views.take_back, name="take_back"),
    path("duty/", views.duty, name="duty"),
    path("glass/", views.glass, name="glass"),
    path("glass/reviews/", views.glass_reviews, name="glass_reviews"),
    path("glass/<uuid:glass>/", views.through_glass, name="through_glass"),
    path("glass/<uuid:glass>/said/", views.glass_said, name="glass_said"),
    path("glass/<uuid:glass>/review/", views.glass_review, name="glass_review"),
    path("my-data/correct/<slug:part>/", views.correct_own, name="correct_own"),
    path("my-data/wrong/", views.wrong, name="wrong"),
    path("corrections/<uuid:correction>/", views.correction, name="correction"),
    path("my-data/apart/", views.avoid, name="avoid"),
    path("my-data/rest/", views.rest, name="rest"),
    path("my-data/agreements/", views.own_consents, name="own_consents"),
]
