from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.domain.papers import fill
from assessments.models import Paper
from assessments.permissions import EDIT_BANK, require


@login_required
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT_BANK)
    rows = [{"paper": paper, "fill": fill(paper)} for paper in Paper.objects.all()]
    for row in rows:
        row["full"] = all(line.is_full for line in row["fill"])
        row["questions"] = sum(line.row.count for line in row["fill"])
        row["points"] = sum(line.row.count * line.points[0] for line in row["fill"] if line.points)
    return render(request, "assessments/papers.html", {"papers": rows})
