"""What templates of this room need beside the values they are handed."""

from django import template

from kizuna.screening.chart import Chart
from kizuna.screening.chart import chart as drawn
from kizuna.screening.over_time import Course

register = template.Library()


@register.filter
def chart(course: Course) -> Chart | None:
    """The drawing of a course, or None with fewer than two scores."""
    return drawn(course)
