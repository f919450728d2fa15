"""How well a group answers a question, by its words."""

from kizuna.activities.words import said, stem


def test_endings_do_not_count_and_a_name_counts_most() -> None:
    assert stem("Walking") == stem("walks") == "walk"
    assert stem("sing") == "sing" and stem("") == ""
    assert said(["walk", "pier"], "Slow walk", "Along the pier. We walk.") == 4
    assert said(["zebra"], "Slow walk", "Along the pier.") == said([], "Slow walk", "") == 0
