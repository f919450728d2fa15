"""Pages of who knows whom, under /bonds/."""

from django.urls import path

from kizuna.bonds import views

app_name = "bonds"
urlpatterns = [
    path("", views.picture, name="community"),
    path("growth/", views.growth, name="growth"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("trees/", views.trees, name="trees"),
    path("trees/<uuid:tree>/", views.tree, name="tree"),
    path("three/", views.three, name="three"),
    path("three/paper/", views.paper, name="paper"),
    path("mine/", views.mine, name="mine"),
    path("of/<uuid:person>/", views.of, name="of"),
    path("of/<uuid:person>/three/", views.three_of, name="three_of"),
    path("ties/<uuid:tie>/forget/", views.forget, name="forget"),
]
