"""What stands at an organisation that receives people, and at a link worker who is out. All made up."""

RECEIVER = "Ottilie Marsh"
READY = (
    ("Welcome", "We look forward to meeting you. Come in by the blue door; somebody waits for you there."),
    ("We are full", "All our places are taken now. We ring you as soon as there is one."),
    ("Please ring us", "Please ring us between ten and four, so that we find a time that suits you."),
)
"""Replies kept ready: a short name, and the words."""
PLACE = "14 Windmill Row"
REACH = "+15415550180"
WORRY = "The oxygen bottle beside the bed was empty, and nobody had asked for a new one."
WAITING = (("halvard", 9), ("gareth", 3), ("teodora", 2), ("leona", 1))
"""Who asks for a place there, and so many days ago."""
ANSWERED_AFTER = 7
SAID = "Yes, do ask them. I am free in the mornings."
