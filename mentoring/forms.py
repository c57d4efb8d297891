from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class OverrideForm(forms.Form):
    """Another mentor than proposed, from those who have a place free."""

    hire = forms.ModelChoiceField(User.objects.none(), to_field_name="key", label=_("Hire"))
    mentor = forms.ModelChoiceField(User.objects.none(), to_field_name="key", label=_("Mentor"))
    reason = forms.CharField(max_length=300, label=_("Why this mentor"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, hires: list[User], mentors: list[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, people in (("hire", hires), ("mentor", mentors)):
            choices = self.fields[name]
            choices.empty_label = _("Please choose")
            choices.queryset = User.objects.filter(pk__in=[person.pk for person in people])


class CheckInForm(forms.Form):
    held_on = forms.DateField(label=_("Held on"), widget=DAY)
    went_well = forms.CharField(
        label=_("What went well"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    to_work_on = forms.CharField(
        label=_("What to work on until next time"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SignOffForm(forms.Form):
    note = forms.CharField(
        label=_("A word to the hire"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PlanForm(forms.Form):
    goals = forms.CharField(
        label=_("What the plan is to reach"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    script_wording = forms.CharField(
        label=_("Script wording to practise"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    process_drill = forms.CharField(
        label=_("Process steps to drill"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FollowUpForm(forms.Form):
    held_on = forms.DateField(label=_("Held on"), widget=DAY)
    note = forms.CharField(label=_("What was worked on"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    next_on = forms.DateField(label=_("Next one on"), required=False, widget=DAY)

    @classmethod
    def opening(cls, today: date, next_on: date) -> dict[str, date]:
        return {"held_on": today, "next_on": next_on}
