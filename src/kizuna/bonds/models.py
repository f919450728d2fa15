"""Who said that they know whom, and who rings whom."""

import uuid

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedText, plain
from kizuna.activities.models import Group
from kizuna.bonds.mending import WAYS
from kizuna.bonds.sheet import TREES
from kizuna.bonds.survey import HOWS, TREE
from kizuna.bonds.tie import FIRST_YEAR, KINDS, SEEN, STRENGTHS
from kizuna.people.models import Account, Person
from kizuna.places.models import Area


class Answer(models.Model):
    """Somebody was asked who is around them; the newest counts, and says what they agree to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = Key(Person)
    at = models.DateTimeField()
    how = models.CharField(max_length=10)
    tree = models.CharField(max_length=10, blank=True)
    meet = models.BooleanField(null=True)
    help = models.BooleanField(null=True)
    together = models.BooleanField(null=True)
    """Whether it may be counted that they come to the same meetings as others."""
    company = models.BooleanField(null=True)
    """Whether those who name them, and whom they name, may hear that somebody they know goes to a group."""

    class Meta:
        indexes = [models.Index(name="bond_answer_newest", fields=["person", "-at"])]
        constraints = [
            models.CheckConstraint(name="bond_answer_how_known", condition=Q(how__in=list(HOWS))),
            models.CheckConstraint(
                name="bond_answer_tree_known", condition=Q(tree="") | Q(tree__in=list(TREE))
            ),
        ]

    def __str__(self) -> str:
        return f"answer:{self.pk}"


class Tie(models.Model):
    """One person says that they know another: by a name, and by who it is where the house knows them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, models.CASCADE)
    person = Key(Person)
    other = Key(Person, null=True)
    name = SealedText(blank=True)
    kind = models.CharField(max_length=20)
    gives = plain("words of ours", models.JSONField(default=list))
    gets = plain("words of ours", models.JSONField(default=list))
    strength = models.PositiveSmallIntegerField(null=True)
    since = models.PositiveSmallIntegerField(null=True)
    seen = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(name="tie_other", fields=["other"])]
        constraints = [
            models.CheckConstraint(name="tie_kind_known", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(
                name="tie_strength_known",
                condition=Q(strength__isnull=True)
                | Q(strength__gte=min(STRENGTHS), strength__lte=max(STRENGTHS)),
            ),
            models.CheckConstraint(
                name="tie_since_a_year", condition=Q(since__isnull=True) | Q(since__gte=FIRST_YEAR)
            ),
            models.CheckConstraint(name="tie_seen_known", condition=Q(seen="") | Q(seen__in=list(SEEN))),
            models.CheckConstraint(
                name="tie_somebody_else", condition=Q(other__isnull=True) | ~Q(person=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"tie:{self.pk}"


class PhoneTree(models.Model):
    """A phone tree for an area, or one of its groups, with what was found when it was tried out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = Key(Area)
    group = Key(Group, null=True)
    width = models.PositiveSmallIntegerField()
    within = models.PositiveIntegerField(null=True)
    """Metres between two who ring each other, where both places are known; None: however far."""
    state = models.CharField(max_length=10, default="ready")
    seed = models.PositiveIntegerField(default=1)
    found = plain("figures, about nobody", models.JSONField(default=dict))
    made_at = models.DateTimeField()
    made_by = Key(Account, null=True)
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="tree_state_known", condition=Q(state__in=list(TREES)))]

    def __str__(self) -> str:
        return f"phone_tree:{self.pk}"


class Call(models.Model):
    """In a phone tree somebody is rung, by another person or, without one, by whoever keeps the tree."""

    tree = models.ForeignKey(PhoneTree, models.CASCADE)
    person = Key(Person)
    caller = Key(Person, null=True)
    place = models.PositiveSmallIntegerField()
    """The first who ring somebody come before the others."""
    mended = models.BooleanField(default=False)
    """Whether it came when the tree was last mended: the sheet of the caller has changed."""
    fix = models.CharField(max_length=20, blank=True)
    """Where the keeper rings because nobody else can: what would change it, with whom."""
    helper = Key(Person, null=True)

    class Meta:
        indexes = [
            models.Index(name="call_of_person", fields=["person"]),
            models.Index(name="call_of_helper", fields=["helper"]),
        ]
        constraints = [
            models.CheckConstraint(name="call_fix_known", condition=Q(fix="") | Q(fix__in=list(WAYS))),
            models.UniqueConstraint(name="call_once", fields=["tree", "person", "caller"]),
            models.CheckConstraint(
                name="call_somebody_else", condition=Q(caller__isnull=True) | ~Q(person=F("caller"))
            ),
        ]

    def __str__(self) -> str:
        return f"call:{self.pk}"
