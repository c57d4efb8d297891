from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.domain import own_words, week_path
from courses.domain.academy import house
from courses.domain.outline import titles_of
from courses.models import CoursePage, Programme, ProgrammeWeek
from people.models import User


class PlaceForm(forms.Form):
    """A screen number within the lesson."""

    screen = forms.IntegerField(min_value=1)

    def __init__(self, *args, screens: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.screens = screens

    def clean_screen(self) -> int:
        number = self.cleaned_data["screen"]
        if number > self.screens:
            raise forms.ValidationError("past the end")
        return number


class SessionForm(forms.Form):
    session_key = forms.ChoiceField(label=_("For which session of the programme"))
    title_en = forms.CharField(label=_("Title in English"), max_length=120)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=120)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=480, initial=60)
    place = forms.CharField(label=_("Place"), max_length=120)
    leader_name = forms.CharField(label=_("Led by"), max_length=120)

    def __init__(self, *args, zone: ZoneInfo, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        weeks = ProgrammeWeek.objects.exclude(session_key="").select_related("programme")
        language = get_language() or ""
        names = {
            week.session_key: f"{week_path.title(week.programme, language)} · {week_path.title(week, language)}"
            for week in weeks
        }
        self.fields["session_key"].choices = list(names.items())

    def starts(self):
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=self.zone)


class EnrolForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.all())
    started_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(is_active=True, groups__name="hire").exclude(
            enrolments__state="active"
        )


# The supervisor course is for leaders and supervisors, too (RULES 2).
ASSIGNED_TO = ("hire", "agent", "leader", "supervisor")


class RefresherForm(forms.Form):
    """Assign a course by hand."""

    person = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    course_key = forms.ChoiceField(label=_("Course"))
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, language: str, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        people = User.objects.filter(is_active=True, groups__name__in=ASSIGNED_TO)
        self.fields["person"].queryset = people.distinct().order_by("name")
        keys = set(CoursePage.objects.live().values_list("key", flat=True))
        self.fields["course_key"].choices = list(titles_of(keys, language).items())

    def clean_due_on(self) -> date:
        if self.cleaned_data["due_on"] < self.today:
            raise forms.ValidationError(_("This day is past. Choose one that can still be met."))
        return self.cleaned_data["due_on"]


def _words_field(token: str, label: object) -> forms.CharField:
    return forms.CharField(label=label, max_length=house.LONGEST[token], required=False)


class OwnWordsForm(forms.Form):
    """What each token of the curriculum stands for, in both languages. An empty field means: as it is shipped."""

    company_en = _words_field("company", _("Name of the company in English"))
    company_zh = _words_field("company", _("Name of the company in Chinese"))
    staff_number_en = _words_field("staff_number", _("Example of a staff number in English texts"))
    staff_number_zh = _words_field("staff_number", _("Example of a staff number in Chinese texts"))
    greeting_en = _words_field("greeting", _("Greeting in English"))
    greeting_zh = _words_field("greeting", _("Greeting in Chinese"))
    hours_en = _words_field("hours", _("Telephone hours in English"))
    hours_zh = _words_field("hours", _("Telephone hours in Chinese"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        now = own_words.house_now()
        for name, bound in self.fields.items():
            token, language = _token_of(name)
            bound.initial = now.get(language, {}).get(token, "")

    def words(self) -> own_words.Rows:
        found: own_words.Rows = {token: {} for token in house.TOKENS}
        for name, text in self.cleaned_data.items():
            token, language = _token_of(name)
            found[token][language] = text
        return found

    def clean(self):
        for name, text in list(self.cleaned_data.items()):
            if fault := own_words.fault_of(_token_of(name)[0], text):
                self.add_error(name, str(fault))
        return self.cleaned_data


def _token_of(name: str) -> tuple[str, str]:
    token, _underscore, language = name.rpartition("_")
    return token, "en" if language == "en" else "zh-Hans"
