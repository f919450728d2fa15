"""A site's own words of a published scale. They are somebody's text and nobody's record."""

from django.db import models

from kizuna.access.fields import plain


class Wording(models.Model):
    """One text of a scale in one language: what stands above, a question, or an answer."""

    scale = plain("the code of a scale", models.CharField(max_length=60))
    language = plain("a language of the site", models.CharField(max_length=20, blank=True))
    """Empty for what holds in every language: whose permission the site has."""
    key = plain("the name of a slot", models.CharField(max_length=100))
    text = plain("words of a questionnaire", models.TextField())

    class Meta:
        constraints = [models.UniqueConstraint(name="wording_once", fields=["scale", "language", "key"])]

    def __str__(self) -> str:
        return f"{self.scale}:{self.language}:{self.key}"
