from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User

PASSWORD_HELP = _("At least 10 characters. A sentence that only you know works well.")


class SignInForm(forms.Form):
    # One text for unknown, wrong and left (hazard 17).
    WRONG = _("These do not belong together. Check the staff number and the password; capitals count in the password.")

    name = forms.CharField(
        label=_("Staff number"),
        help_text=_("Your user name or e-mail address works too."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class ForgottenForm(forms.Form):
    name = forms.CharField(
        label=_("Staff number, user name or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on your slip"),
        help_text=_("Twelve letters and digits. Dashes and capitals do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )


class ChangePasswordForm(forms.Form):
    old = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language", "time_zone"]
        help_texts = {"time_zone": _("Such as Asia/Shanghai. Empty: the zone of the academy.")}

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"].strip()
        if zone and zone not in available_timezones():
            raise forms.ValidationError(_("This time zone is not known. Write it like Asia/Shanghai."))
        return zone
