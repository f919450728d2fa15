"""The pages of a demo: those of every site, and signing in by a tap."""

from django.urls import path

from kizuna.web import urls, views

handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
urlpatterns = [*urls.urlpatterns, path("demo/sign-in/", views.sign_in_as, name="sign_in_as")]
