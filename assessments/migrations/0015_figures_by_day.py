"""How questions fare of late is kept by day. What was counted before is filled in here, not only by the next night."""

from collections import Counter
from datetime import timedelta

from django.db import migrations, models
from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncDate


def fill_the_last_days(apps, schema_editor):
    lines = apps.get_model("assessments", "MarkLine").objects.filter(mark__counted__isnull=False, dropped=False)
    newest = lines.aggregate(newest=Max("mark__attempt__submitted_at"))["newest"]
    if newest is None:
        return
    found = (
        lines.filter(mark__attempt__submitted_at__gte=newest - timedelta(days=30))
        .annotate(day=TruncDate("mark__attempt__submitted_at"))
        .values_list("mark__counted__paper", "question__question_version", "day")
        .order_by()
        .annotate(drawn=Count("pk"), full=Count("pk", filter=Q(points=F("maximum"))))
    )
    days = {}
    for paper, version, day, drawn, full in found:
        counts = days.setdefault((paper, version), Counter())
        counts[day.isoformat(), False], counts[day.isoformat(), True] = drawn - full, full
    rows = list(apps.get_model("assessments", "QuestionFigures").objects.only("paper", "version"))
    for row in rows:
        counts = days.get((row.paper_id, row.version_id), Counter())
        row.days = sorted([*name, many] for name, many in counts.items() if many)
        row.save(update_fields=["days"])


class Migration(migrations.Migration):

    dependencies = [
        ("assessments", "0014_practice_cards_are_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="questionfigures",
            name="days",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(fill_the_last_days, migrations.RunPython.noop),
    ]
