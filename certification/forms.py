from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.models import AwardDecision
from kernel.keys import as_typed, is_numbered

# A certificate of ours has about 80 kB; nothing near this size is one.
LARGEST_FILE = 5 * 1024 * 1024


class DecisionForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("The person concerned reads it."),
        error_messages={"required": gettext_lazy("Write the reason. The person concerned reads it.")},
    )


class RevokeForm(ReasonForm):
    ground = forms.ChoiceField(
        label=gettext_lazy("Shown to anyone who checks"),
        choices=[("", gettext_lazy("Please choose")), *AwardDecision.Ground.choices],
        help_text=gettext_lazy("With today's date, on the public page of the certificate."),
        error_messages={"required": gettext_lazy("Choose what anyone who checks the certificate reads.")},
    )
    field_order = ("ground", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The person concerned and HR read it, nobody else.")


class CodeForm(forms.Form):
    """The number and the check code as they stand on the paper; dashes, spaces and case do not count."""

    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=40,
        help_text=gettext_lazy("Below the square code, such as RL-2026-000123-K."),
    )
    code = forms.CharField(
        label=gettext_lazy("Check code"),
        max_length=60,
        help_text=gettext_lazy("At the foot of the sheet, seven groups of four. Capitals and dashes do not matter."),
    )

    def clean_number(self) -> str:
        number = "-".join(self.cleaned_data["number"].upper().replace("–", "-").split())
        if not is_numbered(number):
            raise forms.ValidationError(_("There is a slip in this number: its last sign does not fit. Compare again."))
        return number

    def clean_code(self) -> str:
        return as_typed(self.cleaned_data["code"])


class FileForm(forms.Form):
    pdf = forms.FileField(label=gettext_lazy("PDF file"), widget=forms.FileInput(attrs={"accept": "application/pdf"}))

    def clean_pdf(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["pdf"]
        if (upload.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 5 MB, so it is none of our certificates."))
        return upload
