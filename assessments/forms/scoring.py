"""What may be posted about a person: a scorecard, a reason, extra time."""

import unicodedata
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.models import Paper
from people.models import User


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


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
