from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from assessments.models import Paper


class PaperChoiceForm(WagtailAdminPageForm):
    """Papers are chosen among the published ones; one withdrawn since stays until another is chosen."""

    none_of: dict[str, Promise] = {}  # by field what it means that none is chosen

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        asked = [name for name in self.none_of if name in self.fields]
        papers = {paper.key: paper.title for paper in Paper.objects.exclude(published=None)} if asked else {}
        for name in asked:
            self.fields[name] = self._choice(name, papers)

    def _choice(self, name: str, papers: dict[str, str]) -> forms.ChoiceField:
        held, field = getattr(self.instance, name), self.fields[name]
        if held and held not in papers:
            papers = papers | {held: _("%(paper)s (not published)") % {"paper": held}}
        choices = [("", self.none_of[name]), *papers.items()]
        return forms.ChoiceField(choices=choices, required=False, label=field.label, help_text=field.help_text)


class CourseForm(PaperChoiceForm):
    none_of = {
        "paper_key": gettext_lazy("None: read to its end, with its tests passed, it is done"),
        "case_key": gettext_lazy("None"),
    }


class LessonForm(PaperChoiceForm):
    none_of = {"paper_key": gettext_lazy("None")}
