"""Topics and banks: how they are called, where they stand, who keeps them."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.domain.banks import may_keep
from assessments.domain.topics import tree
from assessments.models import Bank, Topic
from assessments.models.bank import both_languages
from assessments.permissions import banks_kept_by, topics_kept_by
from people.models import User

KEY = r"^(?!new$)[a-z0-9]+(-[a-z0-9]+)*$"


def indented(topics: QuerySet[Topic]) -> list[tuple[int, str]]:
    """Topics as the choices of a field, each under the one it is part of."""
    places = tree(topics.select_related("bank"))
    return [(place.topic.pk, place.indent + place.topic.title) for place in places]


class TopicForm(forms.Form):
    """Rename a topic or move it in its bank."""

    title_en = forms.CharField(label=_("Title, English"), max_length=120)
    title_zh = forms.CharField(label=_("Title, Chinese"), max_length=120)
    parent = forms.ModelChoiceField(Topic.objects.none(), label=_("Part of"), required=False)

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        given = {"title_en": topic.title_en, "title_zh": topic.title_zh, "parent": topic.parent_id}
        super().__init__(*args, initial=given, **kwargs)
        within = Topic.objects.filter(bank=topic.bank_id).exclude(pk=topic.pk)
        self.fields["parent"].queryset = within
        self.fields["parent"].choices = [("", _("nothing: at the top")), *indented(within)]


class NewTopicForm(forms.Form):
    key = forms.RegexField(KEY, label=_("Key"), max_length=80, help_text=_("Never changes; files and papers name it."))
    title_en = forms.CharField(label=_("Title, English"), max_length=120)
    title_zh = forms.CharField(label=_("Title, Chinese"), max_length=120)
    bank = forms.ModelChoiceField(
        Bank.objects.none(), label=_("Bank"), required=False, empty_label=_("the house's own questions")
    )
    parent = forms.ModelChoiceField(Topic.objects.none(), label=_("Part of"), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks_kept_by(by)
        self.fields["parent"].queryset = topics_kept_by(by)
        self.fields["parent"].choices = [("", _("nothing: at the top")), *indented(topics_kept_by(by))]

    def clean(self) -> dict[str, Any]:
        """What is part of a topic stands in its bank, whether or not that was chosen too."""
        cleaned = super().clean() or {}
        if cleaned.get("parent") and not cleaned.get("bank"):
            cleaned["bank"] = cleaned["parent"].bank
        return cleaned


class BankForm(forms.Form):
    """Who keeps a bank, and in which languages its questions must be whole."""

    title_en = forms.CharField(label=_("Title, English"), max_length=120)
    title_zh = forms.CharField(label=_("Title, Chinese"), max_length=120)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[("en", _("English")), ("zh-hans", _("Chinese"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A question is approved only once it is whole in all of them."),
    )
    keepers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Kept by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only they see the questions of this bank. Nobody ticked: every trainer keeps it."),
    )

    def __init__(self, *args: Any, bank: Bank | None = None, **kwargs: Any) -> None:
        shown = {name: getattr(bank, name) for name in ("title_en", "title_zh", "languages")} if bank else {}
        shown.setdefault("languages", both_languages())
        named = bank.keepers.values("pk") if bank else []
        super().__init__(*args, initial=shown | {"keepers": [row["pk"] for row in named]}, **kwargs)
        # Somebody who left stays on the list while named, so that saving does not open the bank to everybody.
        self.fields["keepers"].queryset = User.objects.filter(Q(pk__in=may_keep()) | Q(pk__in=named)).order_by("name")


class NewBankForm(BankForm):
    key = forms.RegexField(KEY, label=_("Key"), max_length=80, help_text=_("Never changes; files and papers name it."))

    field_order = ["key"]
