"""Whether somebody they know, or people like them, go to a group: for the ranking of suggestions."""

from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, FilteredRelation, OuterRef, Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.activities.queries import goers
from kizuna.bonds.community import years_of
from kizuna.bonds.company import LATELY, counted, mutual
from kizuna.bonds.models import Answer
from kizuna.bonds.queries.around import HOUSE, _answers
from kizuna.people.profile import Profile
from kizuna.people.queries import kept_apart, visible_born
from kizuna.places.identity import known
from kizuna.signposting.facts import Company


def company(viewer: Viewer, who: Profile, now: datetime) -> Company:
    """What this person, and who supports them, may hear of each group. It never says who.

    Somebody they know: both named each other, and the other agreed that it may be heard. People like them:
    of their age, who agreed to be counted; fewer than ten are nobody. Whoever must not be found, rests, is
    gone or is kept apart from them is not in it. Answers under a record that was merged into another one
    are left out: what they said last stands under the one that stays.
    """
    allow(viewer, "tie.see", area=who.area_id, person=who.id)
    named, naming, alike = set(), set(), set()
    for person, knows, like, other in _said(who, now):
        if str(person) == who.id:
            named.add(str(other))
            continue
        if like:
            alike.add(str(person))
        if knows and other is not None:
            naming.add(str(person))
    apart = kept_apart(HOUSE, who.id).persons if named & naming else frozenset()
    friends = mutual(frozenset(named), frozenset(naming), apart)
    goes = goers(HOUSE, friends | alike, now - LATELY) if friends or alike else {}
    return counted(goes, friends, frozenset(alike))


def _said(who: Profile, now: datetime) -> list[tuple[object, bool, bool, object]]:
    """The newest answers that count: who, whether it may be heard, whether alike, and a tie with `who`."""
    me, age = known(who.id), who.age(now)
    years = years_of(age, now.year) if age is not None else None
    newer = Answer.objects.filter(person=OuterRef("person"), at__gt=OuterRef("at"), at__lte=now)
    like = Q(together=True, person__in=visible_born(HOUSE, years)) if years else Q(pk__in=())
    rows = _answers(STRANGER, now).exclude(person=me) | Answer.objects.filter(person=me, at__lte=now)
    rows = rows.filter(~Exists(newer), person__in=visible_born(HOUSE, None))
    rows = rows.annotate(
        like=ExpressionWrapper(like, output_field=BooleanField()),
        mine=FilteredRelation("tie", condition=Q(tie__other=me) | Q(tie__person=me)),
    ).filter(Q(person=me) | Q(company=True) | Q(like=True))
    found = rows.order_by().values_list("person", "company", "like", "mine__other")
    return [(person, bool(heard), bool(alike), other) for person, heard, alike, other in found]
