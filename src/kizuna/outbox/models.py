"""Messages that wait to leave and what became of them; replies; addresses that asked for silence."""

import uuid

from django.db import models
from django.db.models import Q

from kizuna.access.fields import SealedText, blind_index
from kizuna.outbox.address import found_by, normal
from kizuna.outbox.gate import STEPS
from kizuna.outbox.heard import KINDS, OUTCOMES
from kizuna.outbox.message import ONE
from kizuna.outbox.states import RUNS, STATES


def _address(row: "Message") -> str:
    """What an address is found by again; nothing once it was forgotten."""
    return normal(row.channel, row.address) if row.address else ""


def _sender(row: "Reply") -> str:
    """The same of whoever wrote to us, by whatever name their provider gave them."""
    return found_by(row.channel, row.address) if row.address else ""


def _gone(row: models.Model) -> str:
    """Nothing is kept that could be marked anew: what is left of an old key goes on finding these."""
    return ""


class Run(models.Model):
    """Very many messages of one cause, which start, pause and end together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    label = SealedText()
    area = models.UUIDField(null=True)
    """The area that it is for: whoever coordinates it may pause it."""
    state = models.CharField(max_length=20, default="planning")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    said_end = models.DateTimeField(null=True)
    """When the last was to have it, as it was said before the start."""
    said_cost = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(RUNS)), name="outbox_known_run_state")
        ]

    def __str__(self) -> str:
        return self.key


class Message(models.Model):
    """One message to one address on one channel, written in the transaction of its cause."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=20)
    address = SealedText()
    address_index = blind_index(_address, "outbox.address", models.CharField(max_length=64))
    subject = SealedText(blank=True)
    text = SealedText()
    topic = models.CharField(max_length=100, blank=True)
    cause = models.CharField(max_length=120, blank=True)
    """What it hangs on, as `consent:id`: when that falls, a message that waits is called back."""
    person = models.UUIDField(null=True, db_index=True)
    """Whom it is about or for, so that they can see it and have it forgotten."""
    life_safety = models.BooleanField(default=False)
    urgency = models.PositiveSmallIntegerField(default=ONE)
    """Who goes first: life safety, then what somebody waits for, then what goes to very many."""
    zone = models.CharField(max_length=40, blank=True)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT)
    parts = models.PositiveSmallIntegerField(default=1)
    """How many times it is paid for: the segments of a text message."""
    instead_of = models.CharField(max_length=200, blank=True)
    """The key of the message whose place it takes when that one cannot arrive; until then it is held back."""
    status = models.CharField(max_length=20, default="queued")
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    """Null: nothing is tried by itself."""
    until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=200, blank=True)
    """The key of the task that has it in its hands."""
    leased_until = models.DateTimeField(null=True)
    """For what is fetched by a telephone or a person: until when it is theirs to tell of."""
    insisted = models.BooleanField(default=False)
    """A human said that it is to be sent once more, although nobody knows whether it arrived."""
    reference = models.CharField(max_length=200, unique=True)
    """Chosen by us and told to the provider: the Message-ID of an e-mail."""
    provider = models.CharField(max_length=40, blank=True)
    """The way out by which it was last tried."""
    cost = models.PositiveIntegerField(default=0)
    """In ten-thousandths of the site's money."""
    last_error = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=sorted(STATES)), name="outbox_known_status")
        ]
        indexes = [
            # Only what waits has a next try: however much was sent, whoever looks for work reads the waiting.
            models.Index(
                fields=["-urgency", "next_try"], condition=Q(next_try__isnull=False), name="outbox_waiting"
            ),
            models.Index(
                fields=["next_try"],
                condition=Q(status="unknown", next_try__isnull=False),
                name="outbox_doubtful",
            ),
            models.Index(fields=["claimed_by"], condition=~Q(claimed_by=""), name="outbox_in_hand"),
            models.Index(fields=["instead_of"], condition=~Q(instead_of=""), name="outbox_held"),
            models.Index(fields=["status", "created_at"], name="outbox_status"),
            models.Index(fields=["address_index"], name="outbox_address"),
            models.Index(fields=["cause"], condition=~Q(cause=""), name="outbox_cause"),
        ]

    def __str__(self) -> str:
        return self.key


class Expected(models.Model):
    """A room waits for a reply from this address; the topic is the name of its task."""

    address_index = blind_index(_gone, "outbox.address", models.CharField(max_length=64, db_index=True))
    topic = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address_index", "topic"], name="outbox_expected_once")
        ]

    def __str__(self) -> str:
        return self.topic


class Reply(models.Model):
    """What came in, once for each id of the provider. Without a topic nobody asked, and a human reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=200)
    """The provider's own id of what came in: the same one twice is one reply."""
    channel = models.CharField(max_length=20)
    address = SealedText()
    address_index = blind_index(_sender, "outbox.address", models.CharField(max_length=64))
    subject = SealedText(blank=True)
    text = SealedText(blank=True)
    whole = SealedText(blank=True)
    """The message as it came, where it is more than its text."""
    kind = models.CharField(max_length=10, default="message")
    language = models.CharField(max_length=10, blank=True)
    """In which language a wish was said; empty for anything else."""
    topic = models.CharField(max_length=100, blank=True, db_index=True)
    at = models.DateTimeField()
    person = models.UUIDField(null=True, db_index=True)
    """Who wrote it, where that is one person: found out after it came."""
    area = models.UUIDField(null=True)
    placed_at = models.DateTimeField(null=True)
    under_way = models.PositiveIntegerField(default=0)
    """Attempts to this address that had started when it asked for silence."""
    given_to = models.UUIDField(null=True)
    """The account that it was passed on to."""
    outcome = models.CharField(max_length=10, blank=True)
    collected_at = models.DateTimeField(null=True)
    """When somebody, or some room, had done with it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "reference"], name="outbox_reply_once"),
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="outbox_known_reply"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *sorted(OUTCOMES)]), name="outbox_known_outcome"
            ),
        ]
        indexes = [
            models.Index(fields=["address_index", "at"], name="outbox_reply_from"),
            models.Index(fields=["at"], condition=Q(placed_at=None), name="outbox_reply_unplaced"),
            models.Index(fields=["at"], condition=Q(collected_at=None), name="outbox_reply_open"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Stopped(models.Model):
    """An address that asked for silence, kept as a blind index only."""

    address_index = blind_index(_gone, "outbox.address", models.CharField(max_length=64, unique=True))
    keeps_life = models.BooleanField(default=False)
    """They said, in so many words, that warnings of danger to life may still come."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address_index


class FailedAddress(models.Model):
    """An address that a provider refused for good, kept as a blind index only, until a human looks."""

    address_index = blind_index(_gone, "outbox.address", models.CharField(max_length=64, unique=True))
    channel = models.CharField(max_length=20)
    message = models.UUIDField()
    """The message that did not arrive: its address is read there, as long as it is kept."""
    error = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address_index


class Gate(models.Model):
    """What stands before a way out: throttle and circuit breaker. A row that workers lock for moments."""

    name = models.CharField(max_length=40, unique=True)
    circuit = models.CharField(max_length=10, default="closed")
    failures = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)
    """When `until` and `rests_until` were written: later than now tells that the clock was put back."""
    tokens = models.FloatField(default=0.0)
    filled_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, blank=True)
    pace = models.FloatField(null=True)
    """Messages a second that it took lately when many waited; null until that was seen."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(circuit__in=sorted(STEPS)), name="outbox_known_circuit")
        ]

    def __str__(self) -> str:
        return self.name
