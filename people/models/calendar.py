from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Site


class CalendarYear(models.Model):
    """A year for which a site's public holidays and make-up working weekends are known."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="calendar_years")
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "year"], name="one_calendar_per_site_and_year")]


class CalendarDay(models.Model):
    """A day that differs from the plain week: a holiday on a weekday or a make-up working weekend 调休."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="calendar_days")
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="one_calendar_entry_per_day")]
        ordering = ["day"]
