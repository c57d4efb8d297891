"""What may be posted here, and nothing else: any other field is ignored (hazard 10)."""

import unicodedata
from types import ModuleType
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.banks import may_keep
from assessments.domain.blueprints import FIGURES
from assessments.domain.exam_browser import keys_from
from assessments.domain.kinds import KINDS
from assessments.domain.kinds.shared import LONGEST_ANSWER, MOST_PARTS
from assessments.domain.topics import tree
from assessments.domain.watching import MOST_AT_ONCE
from assessments.models import Attempt, AttemptEvent, Bank, Paper, Question, QuestionVersion, Topic
from assessments.models.bank import both_languages
from assessments.permissions import banks_kept_by, topics_kept_by
from people.models import User


class AnswerForm(forms.Form):
    """One save: the question's position, the version it was made on, the sender's own key, the answer."""

    position = forms.IntegerField(min_value=1, max_value=999)
    version = forms.IntegerField(min_value=0, max_value=100_000)
    key = forms.RegexField(r"^[A-Za-z0-9-]{1,64}$")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["value"] = self.data.getlist("value")
        # What one kind takes is less; it refuses the rest itself.
        if len(cleaned["value"]) > MOST_PARTS or sum(map(len, cleaned["value"])) > LONGEST_ANSWER:
            self.add_error(None, _("The answer is too long."))
        return cleaned

    def answer(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("position", "value", "version", "key")}


class HintsForm(forms.Form):
    """What the exam page's script noticed: [{"kind", "ago": seconds, "position"}], at most 20 at once."""

    hints = forms.JSONField(required=False)  # an empty list is a list too

    def clean_hints(self) -> list[dict[str, Any]]:
        hints = [] if self.cleaned_data["hints"] is None else self.cleaned_data["hints"]
        if not isinstance(hints, list) or len(hints) > MOST_AT_ONCE or not all(map(is_hint, hints)):
            raise forms.ValidationError("not hints")
        return hints


def is_hint(hint: Any) -> bool:
    if not isinstance(hint, dict) or hint.get("kind") not in AttemptEvent.HINTS:
        return False
    numbers = (hint.get("ago", 0), hint.get("position") or 0)
    return all(type(number) is int and 0 <= number < 100_000 for number in numbers)


class StepUpForm(forms.Form):
    """Who starts the exam says once more that it is they."""

    password = forms.CharField(
        label=_("Your password"),
        help_text=_("Asked once more, so that nobody starts this exam in your name."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PracticeForm(forms.Form):
    """An answer in practice: which question it answers, after how many earlier ones, and the answer."""

    version = forms.IntegerField(min_value=1)
    number = forms.IntegerField(min_value=0, max_value=100_000)

    def answer(self) -> dict[str, Any]:
        return self.cleaned_data | {"value": self.data.getlist("value")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = self.data.getlist("value")
        if len(given) > MOST_PARTS or sum(map(len, given)) > LONGEST_ANSWER:
            self.add_error(None, _("The answer is too long."))
        return cleaned


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


class PositionForm(forms.Form):
    """Which question is left for the next one."""

    position = forms.IntegerField(min_value=1, max_value=999)


class FlagForm(forms.Form):
    position = forms.IntegerField(min_value=1, max_value=999)
    flagged = forms.BooleanField(required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AppealForm(forms.Form):
    """What the person objects to: the whole result, or one question by its number."""

    position = forms.TypedChoiceField(label=_("What it is about"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = attempt.questions.order_by("position").values_list("position", flat=True)
        numbered = [(number, gettext("Question %(number)s") % {"number": number}) for number in positions]
        self.fields["position"].choices = [("", gettext("the whole result")), *numbered]


class RubricForm:
    """A scorecard as posted by `_rubric_panel.html`: level-KEY, comment-KEY, time-KEY, critical-KEY, version.

    `content()` is what `scorecards.save_draft` takes; whatever the rubric does not know is refused there.
    """

    def __init__(self, posted: QueryDict) -> None:
        self.posted = posted

    @property
    def version(self) -> int:
        text = self.posted.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1

    def content(self) -> dict[str, Any]:
        keys = {name.partition("-")[2] for name in self.posted if name.startswith(("level-", "comment-", "time-"))}
        critical = {name.partition("-")[2] for name in self.posted if name.startswith("critical-")}
        return {
            "lines": {key: self._line(key) for key in keys - self._error_keys()},
            "critical": {key: self._remark(key) for key in critical},
        }

    def _error_keys(self) -> set[str]:
        return set(self.posted.getlist("error"))

    def _line(self, key: str) -> dict[str, Any]:
        given = self.posted.get(f"level-{key}", "")
        number = _number(given.removeprefix("na-"))
        is_reason = given.startswith("na-")
        return {"level": None if is_reason else number, "not_applicable": number if is_reason else None} | self._remark(
            key
        )

    def _remark(self, key: str) -> dict[str, Any]:
        return {
            "comment": self.posted.get(f"comment-{key}", ""),
            "at_ms": read_time(self.posted.get(f"time-{key}", "")),
        }


def _number(text: str) -> int | str | None:
    """A number, None for nothing, or the odd text itself, which the card then refuses."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else text


def read_time(text: str) -> int | str | None:
    """4:22 or 1:04:22 as milliseconds; None for nothing; the odd text itself is refused by the card."""
    parts = unicodedata.normalize("NFKC", text).strip().split(":")
    if parts == [""]:
        return None
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        return text
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds * 1000


class AccommodationForm(forms.Form):
    """Extra time for somebody else than the one who grants it."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    paper = forms.ModelChoiceField(Paper.objects.all(), label=_("Exam"), required=False, empty_label=_("all exams"))
    extra_percent = forms.IntegerField(
        label=_("Extra time in percent"), min_value=1, max_value=200, help_text=_("25 makes 50 minutes of 40.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by trainers and HR. No medical details, please."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(is_active=True).exclude(pk=by.pk)


class ReviewForm(forms.Form):
    comment = forms.CharField(label=_("Comment for the author"), max_length=500, required=False)


KEY = r"^(?!new$)[a-z0-9]+(-[a-z0-9]+)*$"
MOST_TAGS = 12


def tag_names(text: str) -> list[str]:
    """Tags as they are typed: parted by commas of either script, without the spaces around them."""
    names = [name.strip()[:50] for name in unicodedata.normalize("NFKC", text).replace("、", ",").split(",")]
    return list(dict.fromkeys(name for name in names if name))[:MOST_TAGS]


def indented(topics: QuerySet[Topic]) -> list[tuple[int, str]]:
    """Topics as the choices of a field, each under the one it is part of."""
    places = tree(topics.select_related("bank"))
    return [(place.topic.pk, place.indent + place.topic.title) for place in places]


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
