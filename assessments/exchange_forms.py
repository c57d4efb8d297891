"""What may be posted to take questions in, and asked to take them out."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain import exports
from assessments.models import Bank, Rubric
from assessments.permissions import banks_kept_by
from people.models import User

NAMES = {"xlsx": "XLSX", "gift": "GIFT", "moodle-xml": "Moodle XML", "qti": "QTI 1.2, 2.1, 2.2", "aiken": "Aiken"}
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese"))]


class ImportForm(forms.Form):
    bank = forms.ModelChoiceField(Bank.objects.none(), label=_("Into the bank"), to_field_name="key", empty_label=None)
    form = forms.ChoiceField(label=_("Format"), choices=list(NAMES.items()))
    language = forms.ChoiceField(
        label=_("Language of the questions"),
        choices=[("", _("told from the words")), *LANGUAGES],
        required=False,
        help_text=_("The other language stays empty until somebody writes it. A workbook holds both."),
    )
    rubric = forms.ChoiceField(label=_("Rubric for essays"), required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_("You see every question before anything is written. At most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.gift,.xml,.zip,.xlsx"}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks_kept_by(by)
        rubrics = Rubric.objects.exclude(live_version=None).order_by("key").values_list("key", flat=True)
        self.fields["rubric"].choices = [("", gettext("none")), *((key, key) for key in rubrics)]


class ExportForm(forms.Form):
    bank = forms.ModelChoiceField(Bank.objects.none(), label=_("Bank"), to_field_name="key", empty_label=None)
    form = forms.ChoiceField(label=_("Format"), choices=[(key, made.name) for key, made in exports.FORMATS.items()])
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, required=False, help_text=_("A workbook holds both.")
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks_kept_by(by)
