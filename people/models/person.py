from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "User":
        fields.setdefault("staff_number", username)
        fields.setdefault("name", username)
        return self.create_user(username, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. What they may do comes from their groups (people.domain.roles), never from flags here."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    username = models.CharField(_("user name"), max_length=60, unique=True)
    staff_number = models.CharField(_("staff number"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    # Changes whenever every session and link of the person must die (leaving, reset, role withdrawn).
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["staff_number", "name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["staff_number"]
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="one_person_per_email"),
            models.UniqueConstraint(Lower("username"), name="one_person_per_username_any_case"),
            models.UniqueConstraint(Lower("staff_number"), name="one_person_per_staff_number_any_case"),
        ]
        permissions = [
            ("add_intake", "Add new hires, singly or by file"),
            ("manage_employment", "Record absence, leaving and team changes"),
            ("recognise_level", "Recognise levels held before introduction"),
            ("reset_access", "Reset passwords and invite"),
            ("edit_calendar", "Edit the working calendar"),
            ("run_site", "Set up the site, see jobs and the journal"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Bound to the password and to session_epoch, so that raising the epoch ends every session at once."""
        return f"{super().get_session_auth_hash()}{self.session_epoch}"

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)


class Invitation(models.Model):
    """A way in without a password: an e-mail link or the one-time code of a printed slip.

    Only hashes are kept. The link's token is worked out from `key` and the secret key (people.domain.invitations), so
    that a job can mail it without the token ever standing in a row or a queue.
    """

    class Purpose(models.TextChoices):
        JOIN = "join", _("first sign-in")
        FORGOTTEN = "forgotten", _("forgotten password")
        RESET = "reset", _("password reset by a colleague")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default=Purpose.JOIN)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True, null=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)
    by_mail = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by_mail", "mailed_at"], name="invitation_to_mail")]


class SignedIn(models.Model):
    """A browser in which a person is signed in, so that they can see it and end it. Not evidence; no journal."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class SignInAttempt(models.Model):
    """One failed try at any door. Account and address are stored as keyed hashes; rows older than a day are noise."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="sign_in_by_account"),
            models.Index(fields=["address", "at"], name="sign_in_by_address"),
            models.Index(fields=["at"], name="sign_in_by_time"),
        ]
