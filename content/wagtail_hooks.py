"""The editor as trainers see it: what has no use here is not shown, reviews are called reviews."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, CancelWorkflowMenuItem, SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem

# Their work is done elsewhere or not at all: roles and workflow are code, help links lead out of the house.
HIDDEN = {"settings", "help", "snippets"}


class SubmitForReview(SubmitForModerationMenuItem):
    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {"label": _("Submit for review")}


class TakeBack(CancelWorkflowMenuItem):
    label = gettext_lazy("Take it back to change it")


@hooks.register("insert_global_admin_css")
def house_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))


@hooks.register("construct_main_menu")
def leave_out(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]
    for item in menu_items:
        if item.name == "explorer":
            item.label = gettext_lazy("Lessons and articles")


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
        elif type(item) is CancelWorkflowMenuItem:
            menu_items[place] = TakeBack(order=item.order)
