"""Check-ups that somebody asked us to keep, safety concerns, requests for contact."""

from django.db import models
from django.db.models import F, Q

from kizuna.access.fields import Key, SealedJSON, SealedText, blind_index, plain
from kizuna.outbox.address import found_by
from kizuna.people.models import Account, Person
from kizuna.places.models import Area
from kizuna.screening.again import STEPS
from kizuna.screening.texting import STATES
from kizuna.screening.values import CHANNELS, WHO
from kizuna.screening.worry import OUTCOMES


class CheckUp(models.Model):
    """One check-up of one person. Its id is the attempt it came from: kept twice, it is one."""

    id = models.UUIDField(primary_key=True)
    person = Key(Person)
    area = Key(Area)
    instrument = plain("the code of a questionnaire", models.CharField(max_length=60))
    version = plain("the version of a questionnaire", models.CharField(max_length=60))
    answers = SealedJSON()
    needs = SealedJSON()
    channel = models.CharField(max_length=20)
    who = models.CharField(max_length=10, default="self")
    relation = SealedText(blank=True)
    """Who answered for them, when somebody else did."""
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="check_up_of_person", fields=["person", "at"]),
            models.Index(name="check_up_of_area", fields=["area", "at"]),
        ]
        constraints = [
            models.CheckConstraint(name="check_up_channel_known", condition=Q(channel__in=CHANNELS)),
            models.CheckConstraint(name="check_up_who_known", condition=Q(who__in=WHO)),
        ]

    def __str__(self) -> str:
        return f"check-up:{self.pk}"


class Concern(models.Model):
    """Somebody in danger whom we can reach. Open until a human says what was done."""

    id = models.UUIDField(primary_key=True)
    check_up = models.ForeignKey(CheckUp, on_delete=models.PROTECT)
    person = Key(Person)
    area = Key(Area)
    kinds = SealedJSON()
    """What they told of, all of it: see `safety.ORDER`."""
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = Key(Account, null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_what = SealedText(null=True, blank=True)
    reach = SealedJSON(null=True, blank=True)
    """Name and ways to reach somebody who was erased while this was open: it goes when it is closed."""

    class Meta:
        indexes = [models.Index(name="concern_open_here", fields=["area", "closed_at"])]
        constraints = [
            models.CheckConstraint(name="concern_due_later", condition=Q(due_at__gt=F("opened_at"))),
            models.CheckConstraint(
                name="concern_taken_by_somebody",
                condition=Q(owner__isnull=True, taken_at__isnull=True)
                | Q(owner__isnull=False, taken_at__isnull=False, taken_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="concern_closed_with_what",
                condition=Q(closed_at__isnull=True, closed_what__isnull=True)
                | Q(
                    closed_at__isnull=False,
                    closed_what__isnull=False,
                    taken_at__isnull=False,
                    closed_at__gte=F("taken_at"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"concern:{self.pk}"


class Worry(models.Model):
    """Somebody is worried about somebody else and said so. Open until a human says what was done.

    `told`: who it is about, where, what worries, and, when they like, who told us and whether we may say so.
    """

    id = models.UUIDField(primary_key=True)
    area = Key(Area)
    person = Key(Person, null=True, blank=True)
    """Whom a worker found it to be about, among those in their sight; never matched by itself."""
    told = SealedJSON()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = Key(Account, null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    closed_what = SealedText(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="worry_open_here", fields=["area", "closed_at"])]
        constraints = [
            models.CheckConstraint(name="worry_outcome_known", condition=Q(outcome__in=["", *OUTCOMES])),
            models.CheckConstraint(
                name="worry_taken_by_somebody",
                condition=Q(owner__isnull=True, taken_at__isnull=True)
                | Q(owner__isnull=False, taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="worry_closed_with_what",
                condition=Q(closed_at__isnull=True, closed_what__isnull=True, outcome="")
                | (
                    Q(closed_at__isnull=False, closed_what__isnull=False, taken_at__isnull=False)
                    & ~Q(outcome="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"worry:{self.pk}"


class ContactRequest(models.Model):
    """Somebody asked to be contacted. `details`: best time, and how to reach them as they wrote it then."""

    id = models.UUIDField(primary_key=True)
    check_up = models.OneToOneField(CheckUp, on_delete=models.PROTECT)
    person = Key(Person)
    area = Key(Area)
    details = SealedJSON()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = Key(Account, null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="contact_waiting", fields=["answered_at", "asked_at"])]
        constraints = [
            models.CheckConstraint(
                name="contact_answered_by_somebody",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"contact:{self.pk}"


class Spent(models.Model):
    """An attempt of which nothing may be kept again: what it made was erased. Nobody is known by it."""

    attempt = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return f"spent:{self.pk}"


class DangerCount(models.Model):
    """How many people told of a danger on a day and left no way to reach them. Nothing else is known."""

    day = models.DateField()
    area = Key(Area, null=True, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="danger_once_a_day_here", fields=["day", "area"]),
            models.UniqueConstraint(
                name="danger_once_a_day_anywhere", fields=["day"], condition=Q(area__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"danger:{self.day}"


class Asking(models.Model):
    """That a message asked somebody to tell us again; once for the check-up that it comes after."""

    check_up = models.OneToOneField(CheckUp, on_delete=models.CASCADE, primary_key=True)
    person = Key(Person)
    instrument = plain("the code of a questionnaire", models.CharField(max_length=60))
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="asking_of_person", fields=["person", "instrument"])]

    def __str__(self) -> str:
        return f"asking:{self.pk}"


class Passage(models.Model):
    """How many people came so far with a questionnaire on a day. Nothing else is known of them."""

    day = models.DateField()
    instrument = plain("the code of a questionnaire", models.CharField(max_length=60))
    step = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="passage_once_a_day", fields=["day", "instrument", "step"]),
            models.CheckConstraint(name="passage_step_known", condition=Q(step__in=STEPS)),
        ]

    def __str__(self) -> str:
        return f"passage:{self.day}:{self.instrument}:{self.step}"


class CopingPage(models.Model):
    """A short page that helps to cope, in one language, by the site. It is read by everybody."""

    id = models.UUIDField(primary_key=True)
    language = plain("a language of the site", models.CharField(max_length=20))
    title = plain("read by everybody", models.CharField(max_length=200))
    about = plain("read by everybody", models.TextField())
    text = plain("read by everybody", models.TextField())
    needs = plain("codes of needs", models.JSONField(default=list, blank=True))
    sources = plain("read by everybody", models.TextField())
    reviewed_on = models.DateField()
    shown = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"coping:{self.pk}"


class HiddenPage(models.Model):
    """One of Kizuna's own pages that this site does not show."""

    code = plain("the code of a page", models.CharField(max_length=60, primary_key=True))

    def __str__(self) -> str:
        return f"hidden:{self.pk}"


def _address(row: "TextRound") -> str:
    return found_by("sms", row.address or "")


class TextRound(models.Model):
    """A questionnaire that is asked by text message. Its id is the attempt of its check-up.

    When it ends the number and the answers go; how far it got stays.
    """

    id = models.UUIDField(primary_key=True)
    person = Key(Person, null=True, blank=True)
    """Nobody while an unknown number asks by itself: then the answers are kept nowhere else."""
    area = Key(Area)
    instrument = plain("the code of a questionnaire", models.CharField(max_length=60))
    language = plain("a language of the site", models.CharField(max_length=20))
    address = SealedText(blank=True)
    address_index = blind_index(_address, "screening.text", models.CharField(max_length=64))
    status = models.CharField(max_length=10, default="asked")
    answers = SealedJSON(default=dict)
    item = plain("the id of a question", models.CharField(max_length=255, blank=True))
    wrong = models.PositiveSmallIntegerField(default=0)
    paused = models.BooleanField(default=False)
    quiet = models.BooleanField(default=False)
    """They told of danger at home in their own words: no link goes to this telephone."""
    sent = models.PositiveIntegerField(default=0)
    """How many messages it has sent: the next one's key."""
    reached = models.PositiveIntegerField(default=0)
    """How many questions were answered or left out."""
    of = models.PositiveIntegerField(default=0)
    asked_by = Key(Account, null=True, blank=True)
    """The link worker who asked; nobody when they began by themselves."""
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="text_round_of_person", fields=["person", "begun_at"])]
        constraints = [
            models.UniqueConstraint(
                name="text_round_one_open", fields=["address_index"], condition=Q(status="asked")
            ),
            models.CheckConstraint(name="text_round_status_known", condition=Q(status__in=STATES)),
            models.CheckConstraint(
                name="text_round_ended",
                condition=Q(status="asked", ended_at__isnull=True)
                | (~Q(status="asked") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"text-round:{self.pk}"


class Saved(models.Model):
    """Questions that somebody put aside, to come back to by a private link. Nobody is known by it."""

    id = models.UUIDField(primary_key=True)
    secret = models.CharField(max_length=64)
    """A hash of what stands in the link: whoever reads the table cannot make one."""
    packed = SealedJSON()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="saved_until", fields=["until"])]

    def __str__(self) -> str:
        return f"saved:{self.pk}"
