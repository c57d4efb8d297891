"""What may be posted here, and nothing else."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.regrades import BY_KEY, drawn_versions
from assessments.models import Question, QuestionVersion, Regrade


class RegradeForm(forms.Form):
    """Which version is judged anew, how, and by which mended version."""

    version = forms.ModelChoiceField(QuestionVersion.objects.none(), label=_("Version people were asked"))
    rule = forms.ChoiceField(label=_("What should happen"), choices=Regrade.Rule.choices, widget=forms.RadioSelect)
    key_version = forms.ModelChoiceField(
        QuestionVersion.objects.none(),
        label=_("Mended version"),
        required=False,
        empty_label=_("none"),
        help_text=_("Needed where the new key decides."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn = drawn_versions(question)
        versions = question.versions.order_by("-number")
        for name, rows in (("version", drawn), ("key_version", versions)):
            self.fields[name].queryset = rows
            self.fields[name].label_from_instance = _in_words
        self.fields["version"].initial = drawn.last()
        self.fields["key_version"].initial = versions.first()

    def choice(self) -> dict[str, Any]:
        """What `regrades.draft` takes."""
        rule = self.cleaned_data["rule"]
        key_version = self.cleaned_data["key_version"] if rule in BY_KEY else None
        return {"version": self.cleaned_data["version"], "rule": rule, "key_version": key_version}


def _in_words(version: QuestionVersion) -> str:
    return gettext("Version %(number)s: %(stem)s") % {"number": version.number, "stem": version.stem[:80]}
