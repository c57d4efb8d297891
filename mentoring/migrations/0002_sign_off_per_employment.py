from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows from before keep an empty key: they belong to the first employment."""

    dependencies = [
        ("mentoring", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="signoff",
            name="for_key",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.RemoveConstraint(model_name="signoff", name="one_sign_off_per_hire"),
        migrations.AddConstraint(
            model_name="signoff",
            constraint=models.UniqueConstraint(fields=("hire", "for_key"), name="one_sign_off_per_employment"),
        ),
    ]
