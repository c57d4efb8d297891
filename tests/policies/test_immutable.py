"""A published edition is never changed, whoever tries and by whatever way (hazard 55)."""

import pytest
from django.db import DatabaseError, connection, transaction

from policies.domain.editions import edition_in_force
from policies.models import Edition


@pytest.fixture
def edition(academy, now):
    return edition_in_force("gates", now.date())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE policies_edition SET text = 'pass_mark = 1'",
        "UPDATE policies_edition SET in_force_from = '2030-01-01'",
        "DELETE FROM policies_edition",
    ],
)
def test_raw_sql_is_refused(edition, sql):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Edition.objects.get(pk=edition.pk).text == edition.text


def test_saving_and_deleting_are_refused(edition):
    edition.text = "pass_mark = 1"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        edition.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        edition.delete()

    assert Edition.objects.filter(pk=edition.pk, sha256=edition.sha256).exists()
