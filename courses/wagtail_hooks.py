"""What rests on a page keeps it from being deleted; it can be withdrawn instead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from courses.domain.evidence import read_by


@hooks.register("before_delete_page")
def keep_what_was_read(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Completions name the revision that was read (hazard: evidence without its text), so its page stays."""
    readers = read_by([page])
    if not readers:
        return None
    refuse(request, page, readers)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_what_was_read_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    if action_type != "delete" or action_class_instance.models != [Page]:
        return None
    for page in objects:
        if readers := read_by([page]):
            refuse(request, page, readers)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def refuse(request: HttpRequest, page: Page, readers: int) -> None:
    sentence = _(
        "“%(title)s” stays: %(readers)s completions name a version of it as what was read. "
        "Unpublish it instead; then nobody is shown it and the records stay whole."
    ) % {"title": page.get_admin_display_title(), "readers": readers}
    way = format_html('<a href="{}">{}</a>', reverse("wagtailadmin_pages:unpublish", args=[page.pk]), _("Unpublish"))
    messages.error(request, format_html("{} {}", sentence, way if page.live else ""))
