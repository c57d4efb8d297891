from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.domain.calendars import Entry
from people.domain.roles import HIRE, NAMES
from people.domain.working_days import ONE_DAY
from people.models import BusinessLine, Company, Department, Employment, LevelHeld, Site, Team, User

PASSWORD_HELP = _("At least 10 characters. A sentence that only you know works well.")


def clean_zone(form: forms.BaseForm) -> str:
    zone = form.cleaned_data["time_zone"].strip()
    if zone and zone not in available_timezones():
        raise forms.ValidationError(_("This time zone is not known. Write it like Asia/Shanghai."))
    return zone


def role_choices(roles: frozenset[str]) -> list[tuple[str, Promise]]:
    return [(name, words) for name, words in NAMES.items() if name in roles]


def clean_team_of_hire(form: forms.BaseForm) -> dict[str, object]:
    if form.cleaned_data.get("role") == HIRE and not form.cleaned_data.get("team"):
        form.add_error("team", _("A new hire belongs to a team."))
    return form.cleaned_data


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

    clean_time_zone = clean_zone


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonForm(forms.Form):
    """One new person. Which roles stand to choice depends on who adds them."""

    name = forms.CharField(label=_("Name"), max_length=120)
    staff_number = forms.CharField(label=_("Staff number"), max_length=30)
    started_on = forms.DateField(label=_("First day"), widget=DayInput())
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.all(), required=False)
    role = forms.ChoiceField(label=_("Role"))
    email = forms.EmailField(label=_("E-mail"), required=False)
    username = forms.CharField(
        label=_("User name"), max_length=60, required=False, help_text=_("Empty: the staff number.")
    )
    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    shift = forms.CharField(label=_("Shift"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: object, roles: frozenset[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(roles)

    clean = clean_team_of_hire


class LookForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The person reads it."))


class EditPersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "email"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody has this e-mail address already."))
        return email

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class AbsenceForm(forms.Form):
    first_day = forms.DateField(label=_("First day away"), widget=DayInput())
    last_day = forms.DateField(label=_("Last day away"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Seen by HR only."))


class LeavingForm(forms.Form):
    on = forms.DateField(label=_("Last day of work"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Seen by HR only."))


class MoveForm(forms.ModelForm):
    class Meta:
        model = Employment
        fields = ["team", "job_title", "shift"]
        labels = {"team": _("Team")}


class ReturnForm(forms.Form):
    """Somebody who left comes back. Which roles stand to choice depends on who records it."""

    started_on = forms.DateField(label=_("First day"), widget=DayInput())
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.all(), required=False)
    role = forms.ChoiceField(label=_("Role"))
    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    shift = forms.CharField(label=_("Shift"), max_length=40, required=False)

    def __init__(self, *args: object, roles: frozenset[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(roles)

    clean = clean_team_of_hire


class LevelForm(forms.Form):
    level = forms.ChoiceField(label=pgettext_lazy("ladder", "Level"), choices=LevelHeld.Level.choices)
    from_day = forms.DateField(label=_("Held since"), widget=DayInput())
    reason = forms.CharField(
        label=_("What it rests on"), max_length=300, help_text=_("Such as an earlier certificate and its number.")
    )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple, choices=[])

    def __init__(self, *args: object, givable: frozenset[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_choices(givable)


class LeadForm(forms.Form):
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.all())


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX. You see every row before anything is written."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class CalendarDayForm(forms.Form):
    # The longest public holiday has ten days; a longer span is a slip of the keyboard.
    LONGEST = 31

    day = forms.DateField(label=_("First day"), widget=DayInput())
    until = forms.DateField(label=_("Last day"), widget=DayInput(), required=False, help_text=_("Empty: one day."))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("holiday", _("holiday")), ("working", _("make-up working day"))]
    )
    name = forms.CharField(label=_("What it is called"), max_length=80)

    def clean(self) -> dict[str, object]:
        first, last = self.cleaned_data.get("day"), self.cleaned_data.get("until")
        if first and last and not 0 <= (last - first).days < self.LONGEST:
            self.add_error("until", _("The last day comes after the first, at most 31 days in all."))
        return self.cleaned_data

    def entries(self) -> list[Entry]:
        given = self.cleaned_data
        length = ((given["until"] or given["day"]) - given["day"]).days + 1
        days = [given["day"] + ONE_DAY * n for n in range(length)]
        return [Entry(day, given["kind"] == "working", given["name"]) for day in days]


class YearForm(forms.Form):
    source = forms.CharField(
        label=_("Where it comes from"), max_length=200, help_text=_("Such as the official notice and its date.")
    )


class SiteForm(forms.ModelForm):
    class Meta:
        model = Site
        fields = ["name", "key", "time_zone"]
        labels = {"key": _("Short name in addresses")}

    clean_time_zone = clean_zone


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["name", "key"]
        labels = {"key": _("Short name in addresses")}


class BusinessLineForm(forms.ModelForm):
    class Meta:
        model = BusinessLine
        fields = ["name", "key"]
        labels = {"key": _("Short name in addresses")}


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ["name", "site", "department", "business_line"]


class CompanyForm(forms.ModelForm):
    class Meta:
        model = Company
        fields = ["name", "help_contact"]
        help_texts = {"help_contact": _("Shown at the sign-in, such as “extension 8080”.")}


ORGANISATION_FORMS = {
    "team": TeamForm,
    "site": SiteForm,
    "department": DepartmentForm,
    "business-line": BusinessLineForm,
}


class SetUpForm(forms.Form):
    """The first start: the company, the first site, and the first three people."""

    company = forms.CharField(label=_("Company"), max_length=120)
    help_contact = forms.CharField(
        label=_("Whom to ask for help"), max_length=200, required=False, help_text=_("Such as “extension 8080”.")
    )
    site = forms.CharField(label=_("First site"), max_length=120, help_text=_("The town or building."))
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, initial=settings.TIME_ZONE)
    calendar = forms.ChoiceField(
        label=_("Public holidays"),
        choices=[("cn", _("mainland China, as shipped")), ("", _("none yet; I enter them"))],
        initial="cn",
        required=False,
    )
    team = forms.CharField(label=_("First team"), max_length=120)
    name = forms.CharField(label=_("Your name"), max_length=120)
    staff_number = forms.CharField(label=_("Your staff number"), max_length=30)
    email = forms.EmailField(label=_("Your e-mail"), required=False)
    password = forms.CharField(
        label=_("Your password"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    trainer_name = forms.CharField(label=_("First trainer"), max_length=120)
    trainer_number = forms.CharField(label=_("Their staff number"), max_length=30)
    hr_name = forms.CharField(label=_("First HR colleague"), max_length=120)
    hr_number = forms.CharField(label=_("Their staff number"), max_length=30)

    clean_time_zone = clean_zone
