"""A site's words of published scales, and questionnaires that it loaded: somebody's text, nobody's record."""

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


class Loaded(models.Model):
    """A questionnaire that this site loaded from a FHIR file: as it came, and what the site says.

    A version stays for ever, because kept answers name it; the current one is asked.
    """

    code = plain("the code of a questionnaire", models.CharField(max_length=60))
    version = plain("the version of a questionnaire", models.CharField(max_length=60))
    language = plain("a language of the site", models.CharField(max_length=20))
    title = plain("the title of a questionnaire", models.CharField(max_length=300))
    url = plain("the address that names a questionnaire", models.CharField(max_length=500, blank=True))
    source = plain("where a questionnaire comes from", models.CharField(max_length=500))
    licence = plain("who allows a questionnaire to be used", models.TextField())
    resource = plain("a published questionnaire", models.TextField())
    on = models.BooleanField(default=False)
    current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="loaded_once", fields=["code", "version", "language"]),
            models.UniqueConstraint(
                name="loaded_current_once", fields=["code", "language"], condition=models.Q(current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}:{self.version}:{self.language}"
