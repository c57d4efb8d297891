from datetime import date

import pytest

from policies import schema
from policies.domain.editions import PolicyError, edition_in_force, figures, sync_defaults
from policies.models import Edition


def test_shipped_editions_rule_from_before_the_site(academy):
    assert edition_in_force("gates", date(2000, 1, 1)).number == 1
    assert figures("gates", date(2026, 3, 25)) == schema.shipped("gates")


def test_taking_in_the_shipped_figures_twice_takes_them_once(academy, now):
    again = sync_defaults(now)

    assert again == []
    assert Edition.objects.count() == len(schema.SHAPES)


def test_figures_never_taken_in_are_refused_in_words(db):
    with pytest.raises(PolicyError, match="sync_policies"):
        figures("gates", date(2026, 3, 25))
