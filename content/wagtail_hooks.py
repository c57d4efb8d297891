"""The editor as trainers see it: what has no use here is not shown, reviews are called reviews."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from content.models import PeerReviewTask

# Their work is done elsewhere or not at all: roles and workflow are code, help links lead out of the house.
HIDDEN = {"settings", "help", "snippets"}


class SubmitForReview(SubmitForModerationMenuItem):
    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {"label": _("Submit for review")}


@hooks.register("construct_main_menu")
def leave_out(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]


@hooks.register("register_admin_menu_item")
def back_to_the_academy() -> MenuItem:
    return MenuItem(gettext_lazy("Academy"), "/", name="academy", icon_name="arrow-left", order=1)


@hooks.register("register_admin_menu_item")
def reviews_waiting() -> MenuItem:
    return MenuItem(gettext_lazy("Reviews"), reverse("courses:reviews"), name="reviews", icon_name="check", order=50)


@hooks.register("construct_page_action_menu")
def call_it_review(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict) -> None:
    for place, item in enumerate(menu_items):
        if type(item) is SubmitForModerationMenuItem:
            menu_items[place] = SubmitForReview(order=item.order)


@hooks.register("after_edit_page")
def say_who_approves(request: HttpRequest, page: Page) -> None:
    """Whoever mends a page while approving it has written it too: it is kept and waits for somebody else."""
    task = page.current_workflow_task
    if request.POST.get("workflow-action-name") == "approve" and isinstance(task, PeerReviewTask):
        why_not = task.why_not(page, request.user)
        messages.warning(request, _("Your changes are saved, but nothing is published yet. %s") % why_not)
