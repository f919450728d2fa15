"""The URL map: each room's pages under the words people would guess."""

from importlib.util import find_spec

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kizuna.activities import api as activities_api
from kizuna.directory import api as directory_api
from kizuna.directory import views as directory
from kizuna.exchange import api as exchange_api
from kizuna.frame.views import language
from kizuna.ledger import api as ledger_api
from kizuna.outbox import api as outbox_api
from kizuna.people import api as people_api
from kizuna.people import views as people
from kizuna.places import api as places_api
from kizuna.referrals import api as referrals_api
from kizuna.screening import api as screening_api
from kizuna.signposting import api as signposting_api
from kizuna.web import api, views
from kizuna.work import api as work_api

ROUTERS = {
    "places": places_api.router,
    "directory": directory_api.router,
    "people": people_api.router,
    "screening": screening_api.router,
    "activities": activities_api.router,
    "signposting": signposting_api.router,
    "referrals": referrals_api.router,
    "outbox": outbox_api.router,
    "ledger": ledger_api.router,
    "work": work_api.router,
    "webhooks": api.hooks,
}
for _name, _router in ROUTERS.items():
    api.API.add_router(_name, _router)
# What crosses rooms stands under the room that it is about.
for _name, _router in (("outbox", api.messages), ("work", api.tasks), ("people", api.own)):
    api.API.add_router(_name, _router)


def _room(prefix: str, module: str) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module))] if find_spec(module) else []


def _standard(profile: str) -> list[URLPattern | URLResolver]:
    """The directory by one standard, under the names that the standard gives."""
    spoken = {"profile": profile}
    found: list[URLPattern | URLResolver] = [
        path(f"{profile}/", directory.root, spoken, name=profile),
        path(f"{profile}/openapi.json", directory.described, spoken, name=f"{profile}_openapi"),
    ]
    for what in directory.OFFERED[profile]:
        said = {**spoken, "what": what}
        found.append(path(f"{profile}/{what}", directory.listed, said, name=f"{profile}_{what}"))
        found.append(path(f"{profile}/{what}/<uuid:id>", directory.one, said, name=f"{profile}_{what}_one"))
    return found


urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("my-data/", views.my_data, name="my_data"),
    path("my-data/everything/", views.everything, name="everything"),
    path("my-data/scores/", views.own_scores, name="own_scores"),
    path("my-data/who/", views.about_me, name="about_me"),
    path("my-data/export/", views.export, name="export"),
    path("my-data/erase/", views.erase, name="erase"),
    path("my-data/ask/", views.ask, name="ask_for_my_data"),
    path("my-data/open/<str:token>/", views.own_link, name="own_link"),
    path("my-data/done/", views.done, name="done_with_my_data"),
    path("my-data/write/", views.write_to_us, name="write_to_us"),
    path("my-data/messages/", views.own_messages, name="own_messages"),
    path("my-data/consents/<uuid:consent>/withdraw/", views.withdraw, name="withdraw"),
    path("site/look-again/", views.look_again, name="look_again"),
    path("answers/", views.answers, name="answers"),
    path("answers/<uuid:reply>/", views.answer, name="answer"),
    path("end-messages/<str:token>/", views.end_messages, name="end_messages"),
    path("incoming/<str:channel>/", views.incoming, name="incoming"),
    path("messages/", views.sent_messages, name="messages"),
    path("calls/", views.calls, name="calls"),
    path("runs/", views.runs, name="runs"),
    path("runs/new/", views.new_run, name="new_run"),
    path("runs/<uuid:run>/", views.run, name="run"),
    path("lists/", views.lists, name="lists"),
    path("lists/<uuid:brought>/", views.brought_list, name="list"),
    path("lists/<uuid:brought>/faults/", views.list_faults, name="list_faults"),
    path("lists/<uuid:brought>/<str:step>/", views.list_step, name="list_step"),
    path("programs/", views.programs, name="programs"),
    path("programs/<uuid:program>/close/", views.close_program, name="close_program"),
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<uuid:webhook>/", views.webhook, name="webhook"),
    path("api/v1/docs", api.docs, name="api_docs"),
    path("api/v1/token", api.token, name="api_token"),
    path("api/v1/", api.API.urls),
    path("tasks/", views.work_board, name="work"),
    path("healthy/", views.healthy, name="healthy"),
    path("ready/", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
    path("operation/", views.operation, name="operation"),
    path("language/", language, name="set_language"),
    *_room("", "kizuna.frame.urls"),
    *_room("", "kizuna.ledger.urls"),
    *_room("outbox/", "kizuna.outbox.urls"),
    *_room("site/", "kizuna.places.urls"),
    *_room("", "kizuna.people.urls"),
    *_room("scales/", "kizuna.instruments.urls"),
    *_room("services/", "kizuna.directory.urls"),
    *_standard("hsds"),
    *_standard("oruk"),
    path("fhir/R4", exchange_api.transaction, name="fhir"),
    *_room("fhir/R4/", "kizuna.exchange.urls"),
    *_room("", "kizuna.screening.urls"),
    *_room("groups/", "kizuna.activities.urls"),
    *_room("help/", "kizuna.signposting.urls"),
    *_room("", "kizuna.referrals.urls"),
    *_room("bonds/", "kizuna.bonds.urls"),
    *_room("conduct/", "kizuna.voice.urls"),
    # Only the log-in pages that Kizuna uses; allauth has more.
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/login/code/", account.request_login_code, name="account_request_login_code"),
    path("account/login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("account/organisation/<str:provider_id>/", people.to_organisation, name="openid_connect_login"),
    path(
        "account/organisation/<str:provider_id>/back/",
        people.from_organisation,
        name="openid_connect_callback",
    ),
    path("account/confirm/", people.confirm, name="account_reauthenticate"),
    path("account/second-factor/", mfa.index, name="mfa_index"),
    path("account/second-factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("account/second-factor/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/app/", people.activate_app, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", people.remove_app, name="mfa_deactivate_totp"),
    path("account/second-factor/spare-codes/", people.spare_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-factor/spare-codes/new/", people.new_spare_codes, name="mfa_generate_recovery_codes"
    ),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", people.add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/passkeys/<int:pk>/remove/", people.remove_passkey, name="mfa_remove_webauthn"),
    path("account/invited/<str:token>/", people.invited, name="invited"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<uuid:invitation>/", views.invitation, name="invitation"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<uuid:account>/", views.one_account, name="one_account"),
    path("accounts/<uuid:account>/sign-out/", views.sign_out_account, name="sign_out_account"),
    path("accounts/<uuid:account>/reopen/", views.reopen_account, name="reopen_account"),
    path("accounts/<uuid:account>/close/", views.close_account, name="close_account"),
    path("account/email/", people.own_email, name="own_email"),
    path("account/phone/", people.change_phone, name="account_change_phone"),
    path("account/phone/verify/", account.verify_phone, name="account_verify_phone"),
    path("kiosk/", people.kiosk, name="kiosk"),
    path("kiosk/done/", people.kiosk_done, name="kiosk_done"),
    path("account/sessions/", people.sessions, name="sessions"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
]

if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/", views.sign_in_as, name="sign_in_as"))

handler400 = "kizuna.frame.views.bad_request"
handler403 = "kizuna.frame.views.not_allowed"
handler404 = "kizuna.frame.views.not_found"
handler500 = "kizuna.frame.views.server_error"
