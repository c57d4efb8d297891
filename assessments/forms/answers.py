"""What the one who sits an exam or practises may post."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.kinds.shared import LONGEST_ANSWER, MOST_PARTS
from assessments.domain.watching import MOST_AT_ONCE
from assessments.models import Attempt, AttemptEvent


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


class PositionForm(forms.Form):
    """Which question is left for the next one."""

    position = forms.IntegerField(min_value=1, max_value=999)


class FlagForm(forms.Form):
    position = forms.IntegerField(min_value=1, max_value=999)
    flagged = forms.BooleanField(required=False)


class AppealForm(forms.Form):
    """What the person objects to: the whole result, or one question by its number."""

    position = forms.TypedChoiceField(label=_("What it is about"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = attempt.questions.order_by("position").values_list("position", flat=True)
        numbered = [(number, gettext("Question %(number)s") % {"number": number}) for number in positions]
        self.fields["position"].choices = [("", gettext("the whole result")), *numbered]
