"""Members of groups, what they write to each other, and notes of meetings."""

from django.db import models
from django.db.models import Q

from kizuna.access.fields import Key, SealedText
from kizuna.activities.models.groups import Event, Group
from kizuna.activities.talking import LETTERS
from kizuna.people.models import Account, Person


class Member(models.Model):
    """Somebody who belongs to a group and hears from it, unless they want its letters silent; or asked to."""

    group = models.ForeignKey(Group, models.CASCADE)
    person = Key(Person)
    asked_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    """Since when they belong to it; None: the organiser has not let them in yet."""
    muted_at = models.DateTimeField(null=True)
    access_shared_at = models.DateTimeField(null=True)
    """Since when the organiser may know what this person needs to come along; None: they may not."""

    buddy_since = models.DateTimeField(null=True)
    """Since when they meet newcomers at the door, by their own wish; None: they do not."""

    class Meta:
        indexes = [models.Index(name="group_member_person", fields=["person"])]
        constraints = [models.UniqueConstraint(name="group_member_once", fields=["group", "person"])]

    def __str__(self) -> str:
        return f"member:{self.pk}"


class Talk(models.Model):
    """How a group talks: whether an organiser looks at the letters of members first."""

    group = models.OneToOneField(Group, models.CASCADE, primary_key=True)
    moderated = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"talk:{self.pk}"


class Letter(models.Model):
    """What an organiser or a member wrote to a group; or a group to the organisers of another one."""

    id = models.UUIDField(primary_key=True, editable=False)
    group = models.ForeignKey(Group, models.CASCADE)
    from_group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+")
    account = Key(Account, null=True)
    person = Key(Person, null=True)
    subject = SealedText(blank=True)
    text = SealedText()
    state = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="letter_of_group", fields=["group", "state", "-at"]),
            models.Index(name="letter_of_person", fields=["person"]),
            models.Index(name="letter_at", fields=["at"]),
        ]
        constraints = [
            models.CheckConstraint(name="letter_state_known", condition=Q(state__in=list(LETTERS))),
            models.CheckConstraint(
                name="letter_by_one", condition=Q(account__isnull=True) | Q(person__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"letter:{self.pk}"


class Notes(models.Model):
    """What was written down of one date of a group, for its members."""

    event = models.ForeignKey(Event, models.CASCADE)
    starts_at = models.DateTimeField()
    text = SealedText()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="notes_once", fields=["event", "starts_at"])]

    def __str__(self) -> str:
        return f"notes:{self.pk}"
