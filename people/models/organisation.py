from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key


class Company(models.Model):
    """The one company of this installation (row 1)."""

    name = models.CharField(_("name"), max_length=120, default="Readyline")
    is_demo = models.BooleanField(default=False, editable=False)
    help_contact = models.CharField(_("whom to ask for help"), max_length=200, blank=True)
    set_up = models.DateTimeField(null=True, editable=False)
    # The one-time link of the first administrator; empty once the house is set up.
    set_up_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_company")]
        verbose_name = _("company")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Company":
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Site(models.Model):
    """A place of work: it has a time zone and a calendar of working days (RULES 2)."""

    key = models.SlugField(unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=60, default=settings.TIME_ZONE)

    class Meta:
        ordering = ["name"]
        verbose_name = _("site")

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A function line 职能线 (RULES 1)."""

    key = models.SlugField(unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name = _("department")

    def __str__(self) -> str:
        return self.name


class BusinessLine(models.Model):
    key = models.SlugField(unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name = _("business line")

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="teams", verbose_name=_("site"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="teams", verbose_name=_("department")
    )
    business_line = models.ForeignKey(
        BusinessLine,
        on_delete=models.PROTECT,
        related_name="teams",
        null=True,
        blank=True,
        verbose_name=_("business line"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")

    def __str__(self) -> str:
        return self.name
