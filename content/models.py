from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.locks import WorkflowLock
from wagtail.models import Page, PagePermissionTester, Revision, Task, TaskState

from content.uploads import check_upload, stored_name
from people.domain.roles import TRAINER, has_role
from policies.domain.editions import figures


class AcademyPage(Page):
    """The root of the content tree, one a language. It has no page of its own for learners."""

    parent_page_types = ["wagtailcore.Page"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("academy")

    def get_url_parts(self, request=None):
        return None


class ContentPermissions(PagePermissionTester):
    """Publishing takes two trainers, withdrawing takes one: wrong content must not stay up for want of a colleague."""

    def can_unpublish(self) -> bool:
        if not self.user.is_active or not self.page.live or self.page_locked():
            return False
        return "change" in getattr(self, "permissions", ())


class ReviewedPage(Page):
    """What every content page shares: the key its curriculum file has, a review-by date, an owner who keeps it true."""

    key = models.SlugField(_("key"), max_length=80, blank=True, help_text=_("The same in every language."))
    review_by = models.DateField(_("review by"), null=True, blank=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept by"),
    )

    settings_panels = [*Page.settings_panels, FieldPanel("review_by"), FieldPanel("keeper")]
    promote_panels = [FieldPanel("slug"), FieldPanel("key", read_only=True)]
    # A copy is other content: programmes and policies must not mistake it for the original.
    exclude_fields_in_copy = ["key"]
    # How its words are shown to whoever reviews it, without the frame of the page learners see.
    words_template = "content/_page_words.html"

    class Meta:
        abstract = True

    @property
    def words(self) -> list[tuple[str, Any]]:
        """What the editor asks for besides the title, with the names it has there; empty fields left out."""
        names = [panel.field_name for panel in self.content_panels if isinstance(panel, FieldPanel)]
        fields = [self._meta.get_field(name) for name in names if name not in ("title", "body")]
        return [(field.verbose_name, shown) for field in fields if (shown := _words_of(self, field)) not in ("", None)]

    def permissions_for_user(self, user):
        return ContentPermissions(user, self)

    def full_clean(self, *args, **kwargs):
        super().full_clean(*args, **kwargs)
        if not self.key:
            self.key = self._key_of_twin() or self._free_key()

    def _key_of_twin(self) -> str:
        twin = type(self).objects.filter(translation_key=self.translation_key).exclude(pk=self.pk).first()
        return twin.key if twin else ""

    def _free_key(self) -> str:
        """The slug, made different from every other content of this type."""
        taken = set(type(self).objects.exclude(translation_key=self.translation_key).values_list("key", flat=True))
        wanted, number = self.slug[:70], 1
        while (key := wanted if number == 1 else f"{wanted}-{number}") in taken:
            number += 1
        return key


class PeerReviewLock(WorkflowLock):
    """What is under review stays as it was submitted: what is approved is what was read."""

    def get_message(self, user):
        state = self.object.current_workflow_task_state
        said = self.task.why_not(self.object, user) or gettext("It stays as it was submitted until it is decided.")
        way = format_html('<a href="{}">{}</a>', reverse("courses:review", args=[state.pk]), gettext("Open the review"))
        return format_html("<b>{}</b> {} {}", gettext("This page is being reviewed."), said, way)

    def get_locked_by(self, user, can_lock=False):
        return gettext("Locked while it is reviewed")

    def get_description(self, user, can_lock=False):
        return gettext("It stays as it was submitted until it is decided.")


class PeerReviewTask(Task):
    """A second trainer looks before anything is published. Nobody approves what they wrote in or submitted."""

    lock_class = PeerReviewLock

    class Meta:
        verbose_name = _("review by another trainer")

    @classmethod
    def get_description(cls) -> str:
        return gettext("Another trainer than the author approves; approving publishes.")

    def why_not(self, page: Page, person: Any) -> str:
        """The sentence that says why this person may not approve the page as it is; empty when they may (RULES 6)."""
        if not has_role(person, TRAINER):
            return gettext("Only trainers review content.")
        return "" if is_relaxed() else self.own_part(page, person)

    def own_part(self, page: Page, person: Any) -> str:
        """The sentence that says what this person did for the version themselves; empty when nothing."""
        written = list(unpublished_versions(page).values_list("user", flat=True))
        if written and written[-1] == person.pk:
            return gettext("You wrote its latest version: another trainer approves it.")
        if person.pk in written:
            return gettext("You wrote part of it: a trainer who has not written in it approves it.")
        state = page.current_workflow_state
        if state and state.requested_by_id == person.pk:
            return gettext("You submitted it: another trainer approves it.")
        return ""

    def get_actions(self, obj, user):
        if self.why_not(obj, user):
            return []
        return [
            ("reject", gettext("Send back with a comment"), True),
            ("approve", gettext("Approve"), False),
            ("approve", gettext("Approve with a comment"), True),
        ]

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        # Read and asked again at the moment of acting: since the buttons were drawn the review may have been decided,
        # or withdrawn and the page written anew.
        state = TaskState.objects.select_for_update().get(pk=task_state.pk).specific
        why_not = self.why_not(state.workflow_state.content_object, user)
        if state.status == TaskState.STATUS_IN_PROGRESS and not why_not:
            # Once it is published nobody can tell any more; the journal wants to know (relaxed policy).
            state.by_its_author = bool(self.own_part(state.workflow_state.content_object, user))
            super().on_action(state, user, action_name, **kwargs)
        elif not has_role(user, TRAINER):
            raise PermissionDenied(why_not)

    def user_can_access_editor(self, obj, user) -> bool:
        return has_role(user, TRAINER)

    def locked_for_user(self, obj, user) -> bool:
        """For everybody, the reviewer too: a change made while approving would be published unread."""
        return True

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not has_role(user, TRAINER):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.exclude(revision__user=user).exclude(workflow_state__requested_by=user)


def unpublished_versions(page: Page) -> models.QuerySet[Revision]:
    """What was saved since a version was published or approved (everything, when none was), the oldest first."""
    of_page = {"base_content_type": page.get_base_content_type(), "object_id": str(page.pk)}
    saved = Revision.objects.filter(**of_page)
    approved = saved.filter(task_states__status=TaskState.STATUS_APPROVED).aggregate(last=models.Max("pk"))["last"]
    return saved.filter(pk__gt=max(page.live_revision_id or 0, approved or 0)).order_by("pk")


def is_relaxed() -> bool:
    """Whether a small centre lets one person take both steps (policy; the journal then says so)."""
    return figures("second_person", timezone.localdate()).relaxed


def _words_of(page: Page, field: models.Field) -> Any:
    value = getattr(page, field.name)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return dict(field.flatchoices).get(value, value)


def file_path(instance: models.Model, filename: str) -> str:
    """A random name: what someone called the file neither reaches the disk nor can be guessed."""
    return stored_name("documents", filename)


class Attachment(AbstractDocument):
    """A file to download or play. Served by content:media only, to people who are signed in."""

    file = models.FileField(_("file"), upload_to=file_path)
    original_name = models.CharField(max_length=255, editable=False, blank=True)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def clean(self) -> None:
        if self.file and not self.file._committed:
            _checked(self.file, "document")
            self.original_name = self.file.name[-255:]

    @property
    def filename(self) -> str:
        return self.original_name or super().filename

    @property
    def url(self) -> str:
        return self.file.url


class Picture(AbstractImage):
    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def clean(self) -> None:
        super().clean()
        if self.file and not self.file._committed:
            _checked(self.file, "picture")

    def get_upload_to(self, filename: str) -> str:
        return stored_name("pictures", filename)


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        return stored_name("pictures", filename)


def _checked(file: Any, use: str) -> None:
    problem = check_upload(file, file.name, use=use)
    if problem:
        raise ValidationError({"file": problem})


class LoadedItem(models.Model):
    """What the loader put in: the hash of its source and of what it wrote, so that a later edit can be told."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    locale = models.CharField(max_length=10, blank=True)
    source_hash = models.CharField(max_length=64)
    written_hash = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "locale"], name="one_loaded_item_per_source")]
