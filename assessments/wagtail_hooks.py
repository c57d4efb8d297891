"""The bank in the editors' admin: lists of questions, the topic tree and the banks, under "Exams".

Lists only: what a question says beyond its stem, and its key, open in our own pages under the strict content policy
(docs/decisions/0009). Of what Wagtail brings for a model, index, add and edit are served, all of them for keepers; its
delete, copy, history, usage, inspect, bulk actions, search and logs would go past the bank's rules and have no address.
"""

from typing import Any

import django_filters
from django.db.models import Count, Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from assessments.domain import banks, shelf, topics
from assessments.domain.bank import BankError
from assessments.domain.kinds import KINDS, kind_of
from assessments.forms import BankForm, NewBankForm, NewTopicForm, TopicForm, indented
from assessments.models import Bank, Question, Topic
from assessments.permissions import EDIT_BANK, banks_kept_by, questions_kept_by, refuse_sitting, topics_kept_by
from people.models import User

KEPT = {Question: questions_kept_by, Topic: topics_kept_by, Bank: banks_kept_by}
SERVED = {"add", "change", "view"}


class KeepersPolicy(BasePermissionPolicy):
    """Trainers, each for what stands in the banks they keep (hazard 11); nobody deletes."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in SERVED and user.has_perm(EDIT_BANK)

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return banks.may_keep() if SERVED & set(actions) else User.objects.none()

    def user_has_permission_for_instance(self, user: User, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: User, actions: Any, instance: Model) -> bool:
        return self.instances_user_has_any_permission_for(user, actions).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: User, actions: Any) -> QuerySet:
        kept = KEPT[self.model](user)
        return kept if SERVED & set(actions) else kept.none()


for kept_model in KEPT:
    register_permission_policy(kept_model, KeepersPolicy(kept_model))


class ShutInAnExam:
    """A screen of the bank, which nobody opens in the middle of an exam of their own."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_sitting(request.user)
        return super().dispatch(request, *args, **kwargs)


class KeptIndex(ShutInAnExam, generic.IndexView):
    """A list of what this person keeps. Its export is ours: Wagtail's would let a cell run in a spreadsheet."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_export = False

    def get_base_queryset(self) -> QuerySet:
        return KEPT[self.model](self.request.user)

    def get_list_more_buttons(self, instance: Model) -> list:
        return []


class ByVerb(ShutInAnExam):
    """Adding and editing through our form and our domain verb, so that its rules and its journal row hold here too."""

    def get_queryset(self) -> QuerySet:
        return KEPT[self.model](self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"data": self.request.POST if self.request.method == "POST" else None} | self.own_kwargs()

    def own_kwargs(self) -> dict[str, Any]:
        return {}

    def save_instance(self) -> Model:
        return self.write(self.form.cleaned_data, {"by": self.request.user, "now": timezone.now()})

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except BankError as refused:
            form.add_error(None, str(refused))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class ListsOnly(ModelViewSet):
    """The addresses named in `served` and no others; outside the reference index and the finder of edit addresses."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_export = ()
    served = ("index", "index_results", "add", "edit")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = dict.fromkeys(("history_url_name", "usage_url_name", "delete_url_name"))
        return super().get_common_view_kwargs(**kwargs) | absent

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.served]

    def get_form_class(self, for_update: bool = False) -> type[Form] | None:
        return self.edit_form if for_update else self.add_form

    def register_admin_url_finder(self) -> None:
        """Nothing links from elsewhere in the admin to what somebody else keeps."""


class QuestionFilters(WagtailFilterSet):
    """The filters of our own list, by the same names."""

    bank = django_filters.ChoiceFilter(label=_("Bank"))
    topic = django_filters.ChoiceFilter(label=_("Topic"))
    kind = django_filters.ChoiceFilter(label=_("Kind"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[*Question.Status.choices, ("waiting", _("waiting for review"))]
    )
    difficulty = django_filters.ChoiceFilter(
        label=_("Difficulty"), choices=[("1", _("1 recall")), ("2", _("2 use")), ("3", _("3 judge"))]
    )
    competency = django_filters.ChoiceFilter(label=_("Competency"))
    tag = django_filters.ChoiceFilter(label=_("Tag"))
    lacks = django_filters.ChoiceFilter(
        label=_("Language"), choices=[("zh-hans", _("Chinese is missing")), ("en", _("English is missing"))]
    )

    class Meta:
        model = Question
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        kept, trees = questions_kept_by(request.user), topics_kept_by(request.user)
        named = [(bank.key, bank.title) for bank in banks_kept_by(request.user)]
        keys = dict(trees.values_list("pk", "key"))
        choices = {
            "bank": [(shelf.HOUSE, _t("the house's own questions")), *named],
            "topic": [(keys[number], title) for number, title in indented(trees)],
            "kind": [(kind.KEY, _t(kind.NAME)) for kind in KINDS.values()],
            "competency": [(word, word) for word in shelf.competencies(kept)],
            "tag": [(word, word) for word in shelf.tags(kept)],
        }
        for name, pairs in choices.items():
            self.filters[name].extra["choices"] = pairs

    def filter_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        given = {name: value for name, value in self.form.cleaned_data.items() if value}
        return shelf.narrow(queryset, shelf.Wanted(**given))


class QuestionIndex(KeptIndex):
    # The model's plural is the word for a count in Chinese.
    page_title = verbose_name_plural = _("Questions")
    filterset_class = QuestionFilters

    def get_base_queryset(self) -> QuerySet[Question]:
        return shelf.with_newest(super().get_base_queryset()).prefetch_related("tags")

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        return shelf.narrow(queryset, shelf.Wanted(q=self.search_query))

    def get_edit_url(self, instance: Question) -> str:
        return reverse("assessments:question", args=[instance.key])

    @property
    def header_more_buttons(self) -> list[Button]:
        address, asked = "assessments:questions-export", self.request.GET.urlencode()
        return [
            Button(text, url=f"{reverse(address, args=[form])}?{asked}", icon_name="download", priority=90)
            for form, text in (("xlsx", _t("Export XLSX")), ("csv", _t("Export CSV")))
        ]


def heading(question: Question) -> str:
    return Truncator(shelf.heading(question)).chars(160)


class QuestionViewSet(ListsOnly):
    model = Question
    name = "exam_questions"
    url_prefix = "exams/questions"
    menu_label = _("Questions")
    icon = "help"
    served = ("index", "index_results")
    add_form = edit_form = None
    index_view_class = QuestionIndex
    search_fields = ("key",)
    ordering = ("topic__key", "key")
    list_per_page = 50
    list_display = (
        TitleColumn(
            "stem",
            label=_("Question"),
            width="40%",
            accessor=heading,
            get_url=lambda row: reverse("assessments:question", args=[row.key]),
        ),
        Column("key", label=_("Key"), sort_key="key"),
        Column("topic", label=_("Topic"), accessor="topic.title", sort_key="topic__key"),
        Column("kind", label=_("Kind"), accessor=lambda row: _t(kind_of(row.kind).NAME), sort_key="kind"),
        Column("difficulty", label=_("Difficulty"), accessor="newest_difficulty", sort_key="newest_difficulty"),
        Column("points", label=_("Points"), accessor="newest_points", sort_key="newest_points"),
        Column("tags", label=_("Tags"), accessor=lambda row: ", ".join(tag.name for tag in row.tags.all())),
        Column("status", label=_("State"), accessor="get_status_display", sort_key="status"),
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"add_url_name": "assessments:question-new"}


class TopicIndex(KeptIndex):
    """The tree in its order; a list of topics is short enough to be sorted here."""

    def get_queryset(self) -> list[Topic]:
        kept = self.get_base_queryset().select_related("bank").annotate(held=Count("questions"))
        placed = topics.tree(kept)
        for place in placed:
            place.topic.shown = f"{place.indent}{place.topic.title}"
        return [place.topic for place in placed]


class TopicAdd(ByVerb, generic.CreateView):
    def own_kwargs(self) -> dict[str, Any]:
        return {"by": self.request.user}

    def write(self, given: dict[str, Any], who: dict[str, Any]) -> Topic:
        return topics.write_topic(**given, **who)


class TopicEdit(ByVerb, generic.EditView):
    def own_kwargs(self) -> dict[str, Any]:
        return {"topic": self.object}

    def write(self, given: dict[str, Any], who: dict[str, Any]) -> Topic:
        topics.change_topic(self.object, **given, **who)
        return self.object


class TopicViewSet(ListsOnly):
    model = Topic
    name = "exam_topics"
    url_prefix = "exams/topics"
    menu_label = _("Topics")
    icon = "list-ul"
    index_view_class, add_view_class, edit_view_class = TopicIndex, TopicAdd, TopicEdit
    add_form, edit_form = NewTopicForm, TopicForm
    list_per_page = 200
    list_display = (
        TitleColumn(
            "title", label=_("Topic"), accessor="shown", get_url=lambda row: reverse("exam_topics:edit", args=[row.pk])
        ),
        Column("key", label=_("Key")),
        Column("bank", label=_("Bank"), accessor=lambda row: row.bank.title if row.bank else ""),
        Column("held", label=_("Questions")),
    )


class BankAdd(ByVerb, generic.CreateView):
    def write(self, given: dict[str, Any], who: dict[str, Any]) -> Bank:
        return banks.write_bank(**given, **who)


class BankEdit(ByVerb, generic.EditView):
    def own_kwargs(self) -> dict[str, Any]:
        return {"bank": self.object}

    def write(self, given: dict[str, Any], who: dict[str, Any]) -> Bank:
        banks.change_bank(self.object, **given, **who)
        return self.object


def keepers(bank: Bank) -> str:
    return ", ".join(str(person) for person in bank.keepers.all()) or _t("every trainer")


class BankViewSet(ListsOnly):
    model = Bank
    name = "exam_banks"
    url_prefix = "exams/banks"
    menu_label = _("Banks")
    icon = "folder-open-inverse"
    index_view_class, add_view_class, edit_view_class = KeptIndex, BankAdd, BankEdit
    add_form, edit_form = NewBankForm, BankForm
    ordering = ("key",)
    list_display = (
        TitleColumn(
            "title", label=_("Bank"), accessor="title", get_url=lambda row: reverse("exam_banks:edit", args=[row.pk])
        ),
        Column("key", label=_("Key"), sort_key="key"),
        Column("keepers", label=_("Kept by"), accessor=keepers),
    )


class ExamsGroup(ModelViewSetGroup):
    menu_label = _("Exams")
    menu_icon = "tasks"
    menu_order = 150
    items = (QuestionViewSet, TopicViewSet, BankViewSet)


@hooks.register("register_admin_viewset")
def exams() -> ExamsGroup:
    return ExamsGroup()
