"""What a trainer may post about a paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.blueprints import FIGURES
from assessments.domain.exam_browser import keys_from
from assessments.models import Paper


class NewPaperForm(forms.Form):
    """A new paper or a copy: its key never changes afterwards."""

    key = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=_("Key"),
        max_length=80,
        help_text=_("Lower-case words joined by hyphens, such as week-1-theory. Programmes name the paper by it."),
    )
    title_en = forms.CharField(label=_("Title, English"), max_length=160)
    title_zh = forms.CharField(label=_("Title, Chinese"), max_length=160)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, initial=30)

    def content(self, source: dict[str, Any] | None) -> dict[str, Any]:
        """The first version: that of the source under the new title, or an empty one with the usual settings."""
        words = self.cleaned_data
        usual = {name: Paper._meta.get_field(name).get_default() for name in FIGURES}
        return (source or usual | {"parts": []}) | {
            "title": {"en": words["title_en"], "zh-hans": words["title_zh"]},
            "minutes": words["minutes"],
        }


class PaperForm(forms.Form):
    """How a paper is called, sat and shown; its sections and rows are read by `paper_writing`."""

    title_en = forms.CharField(label=_("Title, English"), max_length=160)
    title_zh = forms.CharField(label=_("Title, Chinese"), max_length=160)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    tolerance = forms.IntegerField(
        label=_("Difficulty may differ by"),
        min_value=1,
        max_value=50,
        help_text=_("Points of 100 between the expected scores of two learners' papers."),
    )
    navigation = forms.ChoiceField(label=_("Moving"), choices=Paper.Navigation.choices)
    release = forms.ChoiceField(label=_("Result shown"), choices=Paper.Release.choices)
    review = forms.ChoiceField(
        label=_("Afterwards shown"),
        choices=Paper.Review.choices,
        help_text=_("Every score comes with the topics to repeat."),
    )
    shuffle = forms.BooleanField(label=_("Shuffle questions and options"), required=False)
    step_up = forms.BooleanField(label=_("Ask for the password at the start"), required=False)
    is_fixed = forms.BooleanField(label=_("The same questions for everybody, chosen one by one"), required=False)
    browser_keys = forms.CharField(
        label=_("Safe Exam Browser keys"),
        help_text=_("Config keys or browser exam keys of 64 digits, one a line. With none, any browser may be used."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_browser_keys(self) -> list[str]:
        try:
            return keys_from(self.cleaned_data["browser_keys"])
        except ValueError as odd:
            raise forms.ValidationError(
                _("A key has 64 digits from 0 to 9 and a to f; at most 20 keys are allowed.")
            ) from odd

    def content(self, parts: list[dict[str, Any]]) -> dict[str, Any]:
        words = self.cleaned_data
        title = {"en": words["title_en"], "zh-hans": words["title_zh"]}
        keys = {"browser_keys": words["browser_keys"]} if words["browser_keys"] else {}
        return {"title": title} | {name: words[name] for name in FIGURES} | keys | {"parts": parts}

    @staticmethod
    def initial_of(content: dict[str, Any]) -> dict[str, Any]:
        titles = {"title_en": content["title"]["en"], "title_zh": content["title"]["zh-hans"]}
        keys = {"browser_keys": "\n".join(content.get("browser_keys", []))}
        return titles | {name: content[name] for name in FIGURES} | keys
