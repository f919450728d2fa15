from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kizuna.access.viewer import NotFound, Refused
from kizuna.activities.models import Group
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import block, correct_person
from kizuna.people.models import Consent
from kizuna.people.queries import consents, has_consent
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Referral, Step
from tests.conftest import NOW
from tests.referrals.town import HOUSE, NOTE, Town, account, letters, refer, service, token_in


def test_asking_writes_referral_history_consent_ledger_and_message_together(town: Town):
    id = refer(town)
    case = queries.case(town.worker, id, NOW)
    assert (case.status, case.option_name, case.need, case.note) == (
        "requested",
        "Soup and songs",
        "company.meal",
        NOTE,
    )
    assert case.consent_holds and case.requested_by_name == "Marta"
    # Five working days: Thanksgiving and a weekend lie between.
    assert case.answer_by == case.due_at == datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert (case.due_step, case.owner_name) == ("answer", "Marta")
    assert case.link_until == NOW + timedelta(days=14)
    assert [(s.before, s.after, s.by_role, s.by_name) for s in case.steps] == [
        ("", "requested", "worker", "Marta")
    ]
    assert has_consent(town.worker, town.ana, "referral", f"service:{town.club}", NOW)
    assert Entry.objects.filter(verb="referral.requested", person=town.ana).count() == 1
    assert len(letters()) == 1


def test_the_consent_says_what_may_be_told_how_it_was_given_and_when_it_ends(town: Town):
    refer(town, share_contact=False)
    given = next(c for c in consents(town.worker, town.ana) if c.purpose == "referral")
    assert set(given.what) == {"need", "area", "name", "note"}
    assert given.how == "spoken"
    assert given.until == NOW + timedelta(days=365)
    assert given.recorded_by == town.worker.name


def test_the_letter_to_the_provider_holds_nothing_about_the_person(town: Town):
    refer(town)
    letter = letters()[0]
    whole = f"{letter.subject}\n{letter.text}\n{letter.key}".replace(token_in(letter), "")
    contact = ("3055550", "305-555", "305 555", "Northside")
    for secret in ("Ana", "Ruiz", "Anita", *contact, "eating", "meal", "Shy", str(town.ana)):
        assert secret.casefold() not in whole.casefold(), secret
    assert "14 days" in letter.text and "Linden Bay" in letter.subject
    assert str(town.ana) not in token_in(letter)


def test_opening_the_same_referral_twice_changes_nothing(town: Town):
    id = uuid4()
    before = None
    for _ in range(3):
        assert refer(town, referral_id=id) == id
        counted = tuple(model.objects.count() for model in (Referral, Step, Consent, Message, Entry))
        assert before in (None, counted)
        before = counted
    assert Referral.objects.count() == 1


def test_the_same_place_is_not_asked_twice_while_the_first_question_is_open(town: Town):
    refer(town)
    with pytest.raises(Refused, match="already"):
        refer(town)
    assert Referral.objects.count() == Step.objects.count() == 1
    assert Consent.objects.filter(purpose="referral").count() == 1
    refer(town, kind="group", option=town.choir, need="company.group")
    assert Referral.objects.count() == 2


def test_an_id_that_belongs_to_somebody_else_is_refused(town: Town):
    id = refer(town)
    with pytest.raises(Refused):
        refer(town, referral_id=id, person=town.cem, by=HOUSE)
    assert Referral.objects.get().person_id == town.ana


def test_a_group_is_asked_at_the_address_of_its_organiser(town: Town):
    refer(town, kind="group", option=town.choir, need="company.group")
    assert len(letters("sing@choir.example")) == 1
    assert has_consent(town.worker, town.ana, "referral", f"group:{town.choir}", NOW)


def test_without_an_address_nothing_is_sent_and_the_page_can_say_so(town: Town):
    id = refer(town, option=town.shelf)
    assert not Message.objects.exists()
    assert queries.case(town.worker, id, NOW).link_until is None


def test_an_address_said_on_the_telephone_is_used_and_kept_sealed(town: Town):
    id = refer(town, option=town.shelf, send_to="desk@shelf.example")
    assert len(letters("desk@shelf.example")) == 1
    actions.resend_link(referral=id, by=town.worker, now=NOW + timedelta(days=1))
    assert len(letters("desk@shelf.example")) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT send_to FROM referrals_referral")
        assert "shelf" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "change", [{"need": "gold"}, {"consent_how": ""}, {"consent_how": "guessed"}, {"need": ""}]
)
def test_without_a_need_or_a_consent_nothing_is_written(town: Town, change: dict[str, str]):
    with pytest.raises(Refused, match=r"\.$"):
        refer(town, **change)
    assert not Referral.objects.exists()
    assert not Message.objects.exists()
    assert not Consent.objects.filter(purpose="referral").exists()


@pytest.mark.parametrize("kind", ["service", "group", "shop"])
def test_an_option_that_is_none_is_not_found(town: Town, kind: str):
    with pytest.raises(NotFound):
        refer(town, kind=kind, option=uuid4())


def test_the_person_is_told_only_where_nobody_else_reads_it_and_without_saying_what(town: Town):
    refer(town, tell=True)
    assert letters("ana@example.org") == []
    correct_person(person=town.ana, changes={"preferred_channel": "email"}, by=town.worker, now=NOW)
    refer(town, option=service("Garden club"), tell=True)
    (letter,) = letters("ana@example.org")
    assert "Garden" not in letter.text + letter.subject
    assert "link worker" in letter.text or "enlace" in letter.text


def test_a_shared_address_gets_no_message(town: Town):
    changes = {"preferred_channel": "email", "shared_contact": True}
    correct_person(person=town.ana, changes=changes, by=town.worker, now=NOW)
    refer(town, tell=True)
    assert letters("ana@example.org") == []


def test_a_referral_belongs_to_one_option_and_has_a_known_state(town: Town):
    refer(town)
    wrong = (
        {"status": "ready"},
        {"group_id": town.choir},
        {"service_id": None},
        {"closed_at": NOW},
        {"status": "completed"},
        {"status": "rejected", "closed_at": NOW},
        {"reason": "bored"},
        {"link_until": None},
    )
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.update(**change)


@pytest.mark.parametrize("asks", ["ana", "cem"])
def test_nobody_is_referred_to_a_group_that_somebody_they_are_kept_apart_from_goes_or_may_go_to(
    town: Town, asks: str
):
    """Cem lives where this worker sees nobody: the words tell neither of him nor of why."""
    to_choir = {"kind": "group", "option": town.choir, "need": "company.group"}
    one, other = (town.ana, town.cem) if asks == "ana" else (town.cem, town.ana)
    block(person=one, other=other, by=HOUSE, now=NOW)
    refer(town, person=town.cem, by=town.other_worker, **to_choir)
    with pytest.raises(Refused) as why:
        refer(town, **to_choir)
    assert "Cem" not in str(why.value)
    assert not has_consent(town.worker, town.ana, "referral", f"group:{town.choir}", NOW)
    refer(town)  # a service is no place where people meet


def test_whoever_keeps_a_group_is_not_sent_those_who_do_not_want_to_meet_them(town: Town):
    made = account("olga", "organiser", (town.north,), town.ben)
    Group.objects.filter(pk=town.choir).update(organiser=made.account)
    refer(town, kind="group", option=town.choir, need="company.group", person=town.cem, by=town.other_worker)
    block(person=town.ana, other=town.ben, by=HOUSE, now=NOW)
    with pytest.raises(Refused):
        refer(town, kind="group", option=town.choir, need="company.group")
