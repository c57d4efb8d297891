from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from assessments.domain.papers import scored_by_person
from assessments.models import Paper


class PaperChoiceForm(WagtailAdminPageForm):
    """Papers are chosen among the published ones; one withdrawn since stays until another is chosen."""

    none_of: dict[str, Promise] = {}  # by field what it means that none is chosen
    by_person: tuple[str, ...] = ()  # fields for papers that a person scores

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        asked = [name for name in self.none_of if name in self.fields]
        published = Paper.objects.exclude(published=None)
        for name in asked:
            papers = scored_by_person(published) if name in self.by_person else published
            self.fields[name] = self._choice(name, {paper.key: paper.title for paper in papers})

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
    by_person = ("case_key",)


class LessonForm(PaperChoiceForm):
    none_of = {"paper_key": gettext_lazy("None")}
