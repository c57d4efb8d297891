from django import forms
from django.utils.translation import gettext_lazy as _


class SceneForm(forms.Form):
    title_en = forms.CharField(label=_("Name in English"), max_length=120)
    title_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
