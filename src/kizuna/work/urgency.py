"""How urgent work is: names instead of numbers. A task says its own: `@task(priority=LIFE_SAFETY)`."""

LIFE_SAFETY = 90
"""Before everything. Each worker keeps a lane that takes nothing less: no long task stands in its way."""
USUAL = 0
SLOW = -50
"""When nothing else waits: tidying up, long loads."""
FAST_LANE = 50
"""The least priority that the fast lane takes."""
EVERYTHING = -100
