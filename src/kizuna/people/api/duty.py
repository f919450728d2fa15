"""Who is on duty, for programs."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from kizuna.people import queries
from kizuna.people.api.persons import router
from kizuna.people.profile import Duty


class DutyOut(Schema):
    """Somebody's hours on duty."""

    account: str
    name: str
    starts: datetime
    until: datetime


@router.get("/duty", response=list[DutyOut])
def rota(request: HttpRequest) -> list[Duty]:
    """Who is on duty now and later, in the areas within reach."""
    return queries.rota(request.viewer, timezone.now())
