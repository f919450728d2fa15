"""How urgent work is: three names instead of numbers. A task says its own: `@task(priority=LIFE_SAFETY)`."""

LIFE_SAFETY = 90
"""Before everything. Each worker keeps a lane that takes nothing less, so that no long task is in its way."""
USUAL = 0
SLOW = -50
"""When nothing else waits: tidying up, long imports."""
FAST_LANE = 50
"""The least priority that the fast lane takes."""
