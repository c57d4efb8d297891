from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from assessments.models import Paper


class CourseForm(WagtailAdminPageForm):
    """The final paper is chosen among the published ones; one withdrawn since stays until another is chosen."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "paper_key" not in self.fields:
            return
        asked = self.fields["paper_key"]
        papers = {paper.key: paper.title for paper in Paper.objects.exclude(published=None)}
        if (held := self.instance.paper_key) and held not in papers:
            papers[held] = _("%(paper)s (not published)") % {"paper": held}
        self.fields["paper_key"] = forms.ChoiceField(
            choices=[("", _("None: read to its end, it is done")), *papers.items()],
            required=False,
            label=asked.label,
            help_text=asked.help_text,
        )
