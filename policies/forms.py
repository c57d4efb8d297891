from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies import schema
from policies.domain.drafts import plain
from policies.domain.wording import sentence
from policies.models import Draft


class DraftForm(forms.ModelForm):
    """Figures as text. Every fault is told at once, in words and with its line."""

    class Meta:
        model = Draft
        fields = ["text", "in_force_from", "reason"]
        widgets = {
            "text": forms.Textarea(attrs={"class": "source", "rows": 24, "spellcheck": "false", "wrap": "off"}),
            "in_force_from": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "reason": forms.TextInput(),
        }
        help_texts = {
            "text": gettext_lazy("One figure a line. Words behind # are comments and are kept."),
            "in_force_from": gettext_lazy("Today at the earliest. What was judged before stays as it was judged."),
            "reason": gettext_lazy("Shown beside the edition for good."),
        }

    def __init__(self, *args: Any, subject: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.today = subject, today
        self.fields["in_force_from"].widget.attrs["min"] = today.isoformat()

    def clean_text(self) -> str:
        text = plain(self.cleaned_data["text"])
        try:
            schema.parse(self.subject, text)
        except schema.FiguresError as error:
            raise ValidationError([sentence(problem, text) for problem in error.problems]) from error
        return text

    def clean_in_force_from(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        if day < self.today:
            raise ValidationError(_("A change applies from today at the earliest."))
        return day


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
