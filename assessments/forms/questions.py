"""A question: its key, its words, what it is found by."""

import unicodedata
from types import ModuleType
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.kinds import KINDS
from assessments.forms.bank import KEY, indented
from assessments.models import Question, QuestionVersion, Topic
from assessments.permissions import topics_kept_by
from people.models import User


class ReviewForm(forms.Form):
    comment = forms.CharField(label=_("Comment for the author"), max_length=500, required=False)


MOST_TAGS = 12


def tag_names(text: str) -> list[str]:
    """Tags as they are typed: parted by commas of either script, without the spaces around them."""
    names = [name.strip()[:50] for name in unicodedata.normalize("NFKC", text).replace("、", ",").split(",")]
    return list(dict.fromkeys(name for name in names if name))[:MOST_TAGS]


class QuestionKeyForm(forms.Form):
    """A new question: its key, topic and kind never change afterwards."""

    key = forms.RegexField(
        KEY,
        label=_("Key"),
        max_length=120,
        help_text=_("Lower-case words joined by hyphens, such as service-standards-rings."),
    )
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Topic"))
    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics_kept_by(by)
        self.fields["topic"].choices = [("", "—"), *indented(topics_kept_by(by))]
        if "kind" in self.fields:
            self.fields["kind"].choices = [(kind.KEY, gettext(kind.NAME)) for kind in KINDS.values()]


class CopyForm(QuestionKeyForm):
    kind = None


class DescribeForm(forms.Form):
    """What a question is found by and drawn for."""

    tags = forms.CharField(
        label=_("Tags"), max_length=600, required=False, help_text=_("Parted by commas: tone, refunds, week 1.")
    )
    competency = forms.SlugField(label=_("Competency"), max_length=80, required=False)
    point = forms.SlugField(
        label=_("Point asked about"),
        max_length=120,
        required=False,
        help_text=_("Questions on the same point stand in for one another in daily practice."),
    )
    use = forms.ChoiceField(label=_("Used"), choices=Question.Use.choices)

    def clean_tags(self) -> list[str]:
        return tag_names(self.cleaned_data["tags"])

    @staticmethod
    def initial_of(question: Question) -> dict[str, Any]:
        shown = {name: getattr(question, name) for name in ("competency", "point", "use")}
        return shown | {"tags": ", ".join(sorted(question.tags.names()))}


def _lines(text: str) -> str:
    """As typed, with one sign for a line's end: browsers send two, and every version would seem changed."""
    return text.replace("\r\n", "\n").strip()


class VersionForm(forms.Form):
    """The words that every question has, in both languages side by side; its kind reads the rest of the post."""

    format = forms.ChoiceField(
        label=_("Words are written in"),
        choices=[("plain", _("plain text")), ("markdown", "Markdown"), ("html", "HTML")],
        initial="plain",
        required=False,
    )
    stem_en = forms.CharField(
        label=_("Question, English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    stem_zh = forms.CharField(
        label=_("Question, Chinese"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    explanation_en = forms.CharField(
        label=_("Explanation, English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    explanation_zh = forms.CharField(
        label=_("Explanation, Chinese"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=100)
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), choices=[(1, _("1 recall")), (2, _("2 use")), (3, _("3 judge"))]
    )

    def content(self, kind: ModuleType) -> dict[str, Any]:
        """The content of the new version, whatever its kind asks for included."""
        words = self.cleaned_data
        written = {} if words["format"] in ("", "plain") else {"format": words["format"]}
        return (
            kind.written(dict(self.data.lists()))
            | written
            | {
                "stem": {"en": _lines(words["stem_en"]), "zh-hans": _lines(words["stem_zh"])},
                "explanation": {"en": _lines(words["explanation_en"]), "zh-hans": _lines(words["explanation_zh"])},
            }
        )

    @staticmethod
    def initial_of(version: QuestionVersion) -> dict[str, Any]:
        content = version.content
        return {
            "format": content.get("format", "plain"),
            "stem_en": content["stem"].get("en", ""),
            "stem_zh": content["stem"].get("zh-hans", ""),
            "explanation_en": content["explanation"].get("en", ""),
            "explanation_zh": content["explanation"].get("zh-hans", ""),
            "points": version.points,
            "difficulty": version.difficulty,
        }


class QuestionFileForm(forms.Form):
    """A picture or sound for a question; its bytes say what it is, not its name."""

    file = forms.FileField(label=_("Picture or sound"), max_length=200)
