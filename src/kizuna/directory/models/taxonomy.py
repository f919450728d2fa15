"""What a service is about: other people's words, and the needs of this site."""

from django.db import models

from kizuna.directory.models.listed import Listed
from kizuna.directory.models.offers import Service


class Taxonomy(Listed):
    """A list of terms with a name: AIRS, Open Eligibility, Kizuna's own."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)
    version = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(Listed):
    """One term; `code` is how its own taxonomy writes it."""

    code = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    taxonomy = models.ForeignKey(Taxonomy, null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=10, blank=True)
    term_uri = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class ServiceTerm(Listed):
    """A term that somebody gave a service (HSDS `attribute` of a service)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE)
    label = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "term", "label", "value"], name="directory_one_term_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.term_id}"


class ServiceNeed(models.Model):
    """A need of `needs.py` that a service meets: mapped by machine from its words, or curated by a person."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE)
    need = models.CharField(max_length=60, db_index=True)
    origin = models.CharField(max_length=10, default="curated")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "need"], name="directory_one_need_once"),
            models.CheckConstraint(
                name="directory_need_origin_known", condition=models.Q(origin__in=("mapped", "curated"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.need}"
